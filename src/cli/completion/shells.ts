// The scripts by which shells ask `__complete`. `name` is the command that they complete. They know words and files; what may stand
// where is the program's to say.

export const shells = ['bash', 'zsh', 'fish'] as const
export type Shell = (typeof shells)[number]

export function completionScript(shell: Shell, name: string): string {
  const own = `_${name.replaceAll('-', '_')}_complete`
  return { bash, zsh, fish }[shell](name, own)
}

/** bash parts words at = and :, too; they are joined again, and what stands before the last part is taken off the answers. */
const bash = (name: string, own: string): string => `# bash completion for ${name}
${own}() {
  local line=\${COMP_LINE:0:COMP_POINT} words=() word at=0 rest
  for ((at = 0; at <= COMP_CWORD; at++)); do
    word=\${COMP_WORDS[at]}
    rest=\${line#"\${line%%[![:space:]]*}"}
    if ((at == COMP_CWORD)); then word=$rest; fi
    if [[ \${#words[@]} -gt 0 && $rest == "$line" && -n $line ]]; then
      words[\${#words[@]}-1]+=$word
    else
      words+=("$word")
    fi
    line=\${rest#"$word"}
  done
  local current=\${words[\${#words[@]}-1]} answers=() directive=0 value
  while IFS= read -r value; do answers+=("$value"); done < <(
    "\${words[0]/#\\~/$HOME}" __completeNoDesc "\${words[@]:1}" 2>/dev/null
  )
  if ((\${#answers[@]} > 0)); then
    directive=\${answers[\${#answers[@]}-1]#:}
    unset "answers[\${#answers[@]}-1]"
  fi
  local before=\${current%"\${current##*[=:]}"}
  COMPREPLY=()
  for value in "\${answers[@]}"; do COMPREPLY+=("\${value#"$before"}"); done
  if ((directive & 2)); then compopt -o nospace 2>/dev/null; fi
  if ((directive & 4)); then return; fi
  # As file names, readline would put a backslash before the colon of SERVICE:.
  if ((\${#COMPREPLY[@]} == 0)); then compopt -o filenames 2>/dev/null; fi
  local kind=-f
  if ((directive & 16)); then kind=-d; fi
  while IFS= read -r value; do COMPREPLY+=("$value"); done < <(compgen $kind -- "\${current##*[=:]}")
}
complete -F ${own} ${name}
`

const zsh = (name: string, own: string): string => `#compdef ${name}
${own}() {
  local -a answers values
  local directive=0 answer
  answers=("\${(@f)$("\${(Q)words[1]}" __complete "\${(@Q)words[2,CURRENT]}" 2>/dev/null)}")
  if (( \${#answers} > 0 )); then
    directive=\${answers[-1]#:}
    answers[-1]=()
  fi
  for answer in "\${answers[@]}"; do
    # A colon would part the value from what it says.
    if [[ $answer == *$'\\t'* ]]; then
      values+=("\${\${answer%%$'\\t'*}//:/\\\\:}:\${answer#*$'\\t'}")
    else
      values+=("\${answer//:/\\\\:}")
    fi
  done
  if (( \${#values} > 0 )); then
    if (( directive & 2 )); then
      _describe -t values '${name}' values -S ''
    else
      _describe -t values '${name}' values
    fi
  fi
  if (( (directive & 4) == 0 )); then
    if (( directive & 16 )); then _files -/; else _files; fi
  fi
}
if [[ $funcstack[1] == _${name} ]]; then
  ${own} "$@"
else
  compdef ${own} ${name}
fi
`

const fish = (name: string, own: string): string => `# fish completion for ${name}
function _${own}
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    set -l program $words[1]
    set -e words[1]
    set -l answers ($program __complete $words "$current" 2>/dev/null)
    set -l directive 0
    if set -q answers[1]
        set directive (string sub -s 2 -- $answers[-1])
        set -e answers[-1]
    end
    if set -q answers[1]
        printf '%s\\n' $answers
    end
    if test (math "floor($directive / 4) % 2") -eq 0
        if test (math "floor($directive / 16) % 2") -eq 1
            __fish_complete_directories "$current"
        else
            __fish_complete_path "$current"
        end
    end
end
complete -c ${name} -f -a '(_${own})'
`
