import Glibc

/// What libFuzzer calls with every input: the bytes and their count. 0 keeps the input when it reaches new code, −1 never.
public typealias FuzzTest = @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt

/// Hands a test and the words of the command line to libFuzzer, until it has ended.
public func fuzz(_ test: FuzzTest) -> Never {
  var count = CommandLine.argc, words = CommandLine.unsafeArgv
  exit(runDriver(&count, &words, test))
}

@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
  _ count: UnsafeMutablePointer<CInt>,
  _ words: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
  _ test: FuzzTest
) -> CInt

/// An input as text; nil for bytes that are none.
public func fuzzedText(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> String? {
  String(validating: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
}

/// Where an input becomes a file: in memory, under a name of the process's own.
public func fuzzedPath(_ name: String) -> String { "/dev/shm/lfads-fuzz-\(getpid())-\(name)" }

/// Puts an input into a file.
public func writeInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int, to path: String) {
  let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
  precondition(file >= 0, "no memory to write to")
  if let bytes { precondition(write(file, bytes, count) == count) }
  close(file)
}
