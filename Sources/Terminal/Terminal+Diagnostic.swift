import Glibc
import Language

extension FileAccessError: DiagnosticCause {
  public var diagnosticMessage: Message {
    switch number {
    case EISDIR: Message("`\(path)` is a directory", expected: "a file")
    case EACCES, EPERM: Message("`\(path)` must not be read", hints: ["its permissions do not let you"])
    case EFBIG: Message("`\(path)` is too large for a text")
    default: Message("`\(path)` cannot be read: \(String(cString: strerror(number)))")
    }
  }
}

extension InvalidUTF8: DiagnosticCause {
  public var diagnosticMessage: Message {
    let hexadecimal = String(byte, radix: 16)
    return Message(
      "this is not UTF-8: byte 0x\(hexadecimal.count < 2 ? "0" : "")\(hexadecimal) at offset \(offset)",
      expected: "text in UTF-8", hints: ["save the file as UTF-8, or convert it: iconv -f LATIN1 -t UTF-8"])
  }
}
