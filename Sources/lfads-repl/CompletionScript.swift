import ArgumentParser
import Terminal

/// How shells complete the program's words: a few lines that ask the program itself.
enum CompletionScript {
  private static let request = "--generate-completion-script"
  /// `lfads-repl ---complete WORD …`: what can stand in place of the last word.
  private static let question = "---complete"

  /// The answer to a program called for the sake of completion; nil where it is called for something else.
  ///
  /// - Throws: where the shell is none there is a script for.
  static func answer(_ words: [String]) throws -> String? {
    switch words.first {
    case question: return Completion(ofProgram: Array(words.dropFirst())).text
    case request:
      guard let shell = words.count > 1 ? CompletionShell(rawValue: words[1]) : .autodetected() else {
        let known = CompletionShell.allCases.map(\.rawValue).joined(separator: ", ")
        throw ValidationError("\(request) takes one of \(known), found '\(words.count > 1 ? words[1] : "nothing")'")
      }
      return (shell == .fish ? fish : shell == .zsh ? zsh : bash) + "\n"
    default: return nil
    }
  }

  private static let bash = #"""
    # Words of lfads-repl, which the program itself is asked for.
    _lfads-repl() {
        local -a words=()
        local word
        # Bash takes --flag=value for three words.
        for word in "${COMP_WORDS[@]:1:COMP_CWORD}"; do [[ "${word}" = '=' ]] || words+=("${word}"); done
        if [[ "${COMP_WORDS[COMP_CWORD]}" = '=' || "${#words[@]}" -eq 0 ]]; then words+=(''); fi
        word="${words[-1]}"
        COMPREPLY=()
        local line path
        while IFS= read -r line; do
            case "${line}" in
                ':directories') while IFS= read -r path; do COMPREPLY+=("${path}"); done < <(compgen -d -- "${word}") ;;
                ':files') while IFS= read -r path; do COMPREPLY+=("${path}"); done < <(compgen -f -- "${word}") ;;
                ':files '*)
                    while IFS= read -r path; do
                        if [[ -d "${path}" || "${path}" = *"${line#:files }" ]]; then COMPREPLY+=("${path}"); fi
                    done < <(compgen -f -- "${word}") ;;
                *) COMPREPLY+=("${line}") ;;
            esac
            case "${line}" in
                :*) compopt -o filenames 2>/dev/null ;;
                *=) compopt -o nospace 2>/dev/null ;;
            esac
        done < <("${COMP_WORDS[0]}" ---complete "${words[@]}" 2>/dev/null)
        return 0
    }
    complete -F _lfads-repl lfads-repl
    """#

  private static let zsh = #"""
    #compdef lfads-repl
    # Words of lfads-repl, which the program itself is asked for.
    _lfads-repl() {
        local -a found=("${(@f)$("${words[1]}" ---complete "${(@)words[2,CURRENT-1]}" "${PREFIX}" 2>/dev/null)}")
        found=("${(@)found:#}")
        local -a candidates=("${(@)found:#:*}")
        local files="${(@M)found:#:*}"
        ((${#candidates})) && compadd -S '' -- "${(@M)candidates:#*=}"
        ((${#candidates})) && compadd -- "${(@)candidates:#*=}"
        if [[ -n "${files}" ]]; then
            compset -P '*='
            case "${files}" in
                ':directories') _files -/ ;;
                ':files') _files ;;
                *) _files -g "*${files#:files }(-.)" ;;
            esac
        fi
        return 0
    }
    if [[ "${funcstack[1]}" = _lfads-repl ]]; then _lfads-repl "$@"; else compdef _lfads-repl lfads-repl; fi
    """#

  private static let fish = #"""
    # Words of lfads-repl, which the program itself is asked for.
    function __lfads-repl_complete
        set -l before (commandline -opc)
        set -l word (commandline -ct)
        for line in (command $before[1] ---complete $before[2..] "$word" 2>/dev/null)
            switch $line
                case ':directories'
                    __fish_complete_directories (string replace -r '^--[^=]*=' '' -- "$word")
                case ':files'
                    __fish_complete_path (string replace -r '^--[^=]*=' '' -- "$word")
                case ':files *'
                    __fish_complete_suffix (string replace ':files ' '' -- $line)
                case '*'
                    echo $line
            end
        end
    end
    complete -c lfads-repl -f -a '(__lfads-repl_complete)'
    """#
}
