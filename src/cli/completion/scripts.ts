/** What each shell runs to complete: it asks `NAME complete -- WORDS…`, the last word being the one that is typed. */

export const shells = ['bash', 'zsh', 'fish', 'powershell'] as const;
export type Shell = (typeof shells)[number];

/** The script for a shell; `name` is the program's, as typed. Where nothing is known, files are completed. */
export function completionScript(shell: Shell, name: string): string {
  return scripts[shell].replaceAll('PROGRAM', name);
}

const scripts: Readonly<Record<Shell, string>> = {
  bash: `# eval "$(PROGRAM completion bash)"
_PROGRAM() {
  local IFS=$'\\n' line="\${COMP_LINE:0:COMP_POINT}" words
  read -ra words <<< ""
  IFS=' ' read -ra words <<< "$line"
  [[ "$line" == *' ' ]] && words+=("")
  COMPREPLY=()
  local current="\${words[\${#words[@]}-1]}" candidate
  while IFS=$'\\t' read -r candidate _; do
    # Readline takes a word apart at colons: what stands before them must not be given back.
    [[ -n "$candidate" ]] && COMPREPLY+=("\${candidate#"\${current%"\${current##*:}"}"}")
  done < <(PROGRAM complete -- "\${words[@]:1}" 2>/dev/null)
  [[ \${#COMPREPLY[@]} -eq 1 && "\${COMPREPLY[0]}" == *: ]] && compopt -o nospace
}
complete -o default -F _PROGRAM PROGRAM
`,
  zsh: `#compdef PROGRAM
# eval "$(PROGRAM completion zsh)"
_PROGRAM() {
  local -a lines described
  lines=("\${(@f)$(PROGRAM complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  local line
  for line in $lines; do
    [[ -n $line ]] && described+=("\${\${line%%$'\\t'*}//:/\\\\:}:\${line#*$'\\t'}")
  done
  if (( \${#described} )); then _describe 'PROGRAM' described; else _files; fi
}
compdef _PROGRAM PROGRAM
`,
  fish: `# PROGRAM completion fish | source
function __PROGRAM_complete
  set -l words (commandline -opc) (commandline -ct)
  set -l candidates (PROGRAM complete -- $words[2..-1] 2>/dev/null)
  if test -n "$candidates"
    printf '%s\\n' $candidates
  else
    __fish_complete_path (commandline -ct)
  end
end
complete -c PROGRAM -f -a '(__PROGRAM_complete)'
`,
  powershell: `# PROGRAM completion powershell | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName PROGRAM -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $words = @($commandAst.CommandElements | Select-Object -Skip 1 | ForEach-Object { "$_" })
  if ($wordToComplete -eq '') { $words += '' }
  PROGRAM complete -- $words 2>$null | ForEach-Object {
    $candidate, $says = $_ -split "\`t", 2
    if (-not $says) { $says = $candidate }
    [System.Management.Automation.CompletionResult]::new($candidate, $candidate, 'ParameterValue', $says)
  }
}
`,
};
