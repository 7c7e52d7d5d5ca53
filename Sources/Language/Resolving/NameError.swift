/// Why a name, label or module is not known; found before the program runs wherever that can be.
enum NameError: Error {
  case unknown(String, near: [String])
  /// It stands for no value, but there is something to say of it; how to ask for that.
  case topic(String, advice: String)
  case unknownMember(module: String, String, names: [String])
  case noModule(String, searched: [String], near: [String])
  case unreadableModule(path: String)
  case importCircle(String)
  case preludeStatement
}
