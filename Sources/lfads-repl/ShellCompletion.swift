import ArgumentParser
import Commands

/// How shells complete the program's words: the parser writes the script for its own flags; those of `run` stand in a
/// table of their own, and for them the script asks the program.
enum ShellCompletion {
  private static let request = "--generate-completion-script"
  /// `lfads-repl ---run-words PREVIOUS WORD`: what can stand in place of WORD behind PREVIOUS.
  private static let question = "---run-words"

  /// The answer to a program called for the sake of completion; nil where it is called for something else.
  ///
  /// - Throws: where the shell is none there is a script for.
  static func answer(_ words: [String]) throws -> String? {
    switch words.first {
    case question where words.count == 3:
      return FlagCompletion.candidates(for: words[2], after: words[1]).joined(separator: "\n")
    case request:
      guard let shell = words.count > 1 ? CompletionShell(rawValue: words[1]) : .autodetected() else {
        let known = CompletionShell.allCases.map(\.rawValue).joined(separator: ", ")
        throw ValidationError("\(request) takes one of \(known), found '\(words.count > 1 ? words[1] : "nothing")'")
      }
      // The parser believes in a subcommand `help`: this program has none, and Z shell refuses a rest after a rest.
      let script = LFADSRepl.completionScript(for: shell).split(separator: "\n", omittingEmptySubsequences: false)
        .filter { line in !["subcommand help", "'(-): :->command'", "'(-)*:: :->arg'"].contains(where: line.contains) }
        .joined(separator: "\n")
      if shell == .fish { return script + "\n" + fish }
      // The function of the whole command leaves the words of `run` to ours.
      let head = "\n_lfads-repl() {\n"
      let ours = shell == .zsh ? zsh : bash
      return script.replacing(head, with: "\n\(ours)\n\(head)    _lfads-repl_run && return\n")
    default: return nil
    }
  }

  // In each of them the first word that is no flag tells whether the command is `run`; a value that the program has no
  // words for is taken to be a path.

  private static let commands = LFADSRepl.commands.joined(separator: " ")

  private static let bash = #"""
    _lfads-repl_run() {
        local -i first=1
        while [[ "${first}" -lt "${COMP_CWORD}" && "${COMP_WORDS[${first}]}" = -* ]]; do ((first++)); done
        if [[ "${first}" -eq "${COMP_CWORD}" ]]; then
            mapfile -t COMPREPLY < <(compgen -W '\#(commands)' -- "${COMP_WORDS[${first}]}")
        fi
        [[ "${first}" -lt "${COMP_CWORD}" && "${COMP_WORDS[${first}]}" = run ]] || return
        # Bash takes --flag=value for three words.
        local word="${COMP_WORDS[${COMP_CWORD}]}" previous="${COMP_WORDS[$((COMP_CWORD - 1))]}"
        [[ "${word}" = '=' ]] && word=''
        [[ "${previous}" = '=' ]] && previous="${COMP_WORDS[$((COMP_CWORD - 2))]}"
        mapfile -t COMPREPLY < <("${COMP_WORDS[0]}" ---run-words "${previous}" "${word}")
        if [[ "${#COMPREPLY[@]}" -eq 0 && "${word}" != -* ]]; then
            mapfile -t COMPREPLY < <(compgen -f -- "${word}")
        elif [[ "${COMPREPLY[0]}" = *= ]]; then
            compopt -o nospace 2>/dev/null
        fi
        return 0
    }
    """#

  private static let zsh = #"""
    _lfads-repl_run() {
        local -i first=2
        while ((first < CURRENT)) && [[ "${words[first]}" = -* ]]; do ((first++)); done
        if ((first == CURRENT)); then compadd -- \#(commands); fi
        ((first < CURRENT)) && [[ "${words[first]}" = run ]] || return
        local -a found=("${(@f)$("${words[1]}" ---run-words "${words[CURRENT - 1]}" "${PREFIX}")}")
        found=("${(@)found:#}")
        if ((${#found})); then
            compadd -S '' -- "${(@M)found:#*=}"
            compadd -- "${(@)found:#*=}"
        elif compset -P '*=' || [[ "${PREFIX}" != -* ]]; then
            _files
        fi
        return 0
    }
    """#

  private static let fish = #"""
    function __lfads-repl_runs
        for word in (commandline -opc)[2..]
            string match -q -- '-*' $word; and continue
            test "$word" = run
            return
        end
        return 1
    end

    function __lfads-repl_begins
        not string match -qrv -- '^-' (commandline -opc)[2..]
    end

    function __lfads-repl_run_words
        set -l before (commandline -opc)
        command $before[1] ---run-words $before[-1] (commandline -ct)
    end

    complete -c 'lfads-repl' -n '__lfads-repl_begins' -fa '\#(commands)'
    complete -c 'lfads-repl' -n '__lfads-repl_runs' -fka '(__lfads-repl_run_words)'
    complete -c 'lfads-repl' -n '__lfads-repl_runs; and not count (__lfads-repl_run_words) >/dev/null' -F
    """#
}
