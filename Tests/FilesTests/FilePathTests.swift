import Foundation
import Testing

@testable import Files

@Suite("Paths") struct FilePathTests {
  @Test(
    "`..` leads nowhere above the root",
    arguments: [
      ("/a/../../../b", "/b"), ("/a/./b//c/", "/a/b/c"), ("/..", "/"), ("/a/..", "/"),
      // A slash with an accent on it is a slash for the system.
      ("/a/../\u{301}x/..", "/"), ("/a/\u{301}/../../../../b", "/b"),
    ])
  func normal(path: String, expected: String) { #expect(FilePath.normal(path) == expected) }

  @Test("Links are followed as far as there is something")
  func resolved() throws {
    let path = FilePath.resolved(FileManager.default.temporaryDirectory.appending(path: "paths-\(UUID())").path)
    defer { try? FileManager.default.removeItem(atPath: path) }
    try FileManager.default.createDirectory(atPath: path + "/real", withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(atPath: path + "/link", withDestinationPath: path + "/real")
    #expect(FilePath.resolved(path + "/link/absent/x.h5") == path + "/real/absent/x.h5")
    #expect(FilePath.resolved(path + "/link/../x") == path + "/x")
    #expect(FilePath.isSame(path + "/link/x", path + "/./real/y/../x"))
    #expect(!FilePath.isSame(path + "/link/x", path + "/x"))
  }

  @Test("Only the beginnings of paths are replaced")
  func texts() {
    #expect(FilePath.replacing("/o/", with: "/", in: "hello /o/a/o/b '/o/c' x/o/d") == "hello /a/o/b '/c' x/o/d")
    #expect(FilePath.relative("in /w/a, not /v/w/b", to: "/w") == "in a, not /v/w/b")
    #expect(FilePath.relative("//", to: "/") == "//")
  }
}
