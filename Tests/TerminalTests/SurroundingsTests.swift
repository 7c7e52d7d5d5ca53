import Testing

@testable import Terminal

@Suite struct `The surroundings of a run` {
  func surroundings(
    _ environment: [String: String] = [:], program: String = "/opt/lab/bin/lfads-repl", home: String? = nil,
    directories: Set<String> = []
  ) -> Surroundings {
    Surroundings(
      environment: environment, program: program, workingDirectory: "/work", home: home, isTerminal: { $0 < 2 },
      contents: { $0 == "/home/ann/.editrc" || $0 == "/etc/keys" ? "bind in \($0)" : nil },
      isDirectory: { directories.contains($0) })
  }

  @Test func `directories are under the home unless the environment says otherwise`() {
    let plain = surroundings(["HOME": "/home/ann"])
    #expect(plain.stateDirectory == "/home/ann/.local/state/lfads-repl")
    #expect(plain.configurationDirectory == "/home/ann/.config/lfads-repl")
    #expect(plain.cacheDirectory == "/home/ann/.cache/lfads-repl")
    let moved = surroundings(["HOME": "/home/ann", "XDG_STATE_HOME": "/s", "XDG_CACHE_HOME": "relative"])
    #expect(moved.stateDirectory == "/s/lfads-repl")
    #expect(moved.cacheDirectory == "/home/ann/.cache/lfads-repl")
  }

  @Test func `without HOME the user's home counts, without any nothing is kept`() {
    #expect(surroundings(home: "/home/bob").stateDirectory == "/home/bob/.local/state/lfads-repl")
    #expect(surroundings().stateDirectory == nil)
    #expect(surroundings().editorSettings == nil)
  }

  @Test func `the library is looked for where the user says, beside the program, in its checkout`() {
    let installed: Set = ["/mine", "/opt/lab/share/lfads-repl/stdlib"]
    #expect(
      surroundings(["LFADS_STDLIB": "/mine"], directories: installed).libraryDirectories == [
        "/mine", "/opt/lab/share/lfads-repl/stdlib",
      ])
    let checkout: Set = ["/src/lfads/stdlib", "/src/lfads/Sources", "/src/stdlib"]
    #expect(
      surroundings(program: "/src/lfads/.build/release/lfads-repl", directories: checkout).libraryDirectories == [
        "/src/lfads/stdlib"
      ])
    #expect(surroundings().libraryDirectories.isEmpty)
  }

  @Test func `the editor's settings are the user's`() {
    #expect(surroundings(["HOME": "/home/ann"]).editorSettings == "bind in /home/ann/.editrc")
    #expect(surroundings(["HOME": "/home/ann", "EDITRC": "/etc/keys"]).editorSettings == "bind in /etc/keys")
  }

  @Test(arguments: [
    ("xterm", nil, true), ("dumb", nil, false), ("", nil, false), ("xterm", "1", false), ("xterm", "", true),
  ])
  func `colour needs a terminal that has it and a user who wants it`(terminal: String, noColor: String?, wanted: Bool) {
    let here = surroundings(["TERM": terminal].merging(noColor.map { ["NO_COLOR": $0] } ?? [:]) { $1 })
    #expect(here.wantsColor(onTerminal: true) == wanted)
    #expect(here.wantsColor(onTerminal: false) == false)
  }

  @Test func `lines are edited at a capable terminal only`() {
    #expect(surroundings(["TERM": "xterm"]).canEditLines)
    #expect(!surroundings(["TERM": "dumb"]).canEditLines)
    #expect(!surroundings().canEditLines)
  }

  @Test func `the pager is a program with its arguments, and none where it is set empty`() {
    #expect(surroundings(["PAGER": "less -S"]).pager == ["less", "-S"])
    #expect(surroundings(["PAGER": ""]).pager == [])
    #expect(surroundings().pager == ["less"])
  }
}
