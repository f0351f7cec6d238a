import { Argument, type Command } from 'commander';
import type { Context } from '../command.ts';
import { addExamples } from '../options/examples.ts';
import { completionScript, shells, type Shell } from '../completion/scripts.ts';

/** Adds `completion SHELL`. */
export function define(command: Command, context: Context): void {
  const { streams, name } = context;
  addExamples(command, context, [
    ['completion bash', 'in ~/.bashrc: eval "$(mtlscope completion bash)"'],
    ['completion zsh', 'in ~/.zshrc, behind compinit: eval "$(mtlscope completion zsh)"'],
    ['completion fish', 'in config.fish: mtlscope completion fish | source'],
    ['completion powershell', 'in $PROFILE: mtlscope completion powershell | Out-String | Invoke-Expression'],
  ]);
  command
    .addArgument(new Argument('<shell>', 'the shell to complete in').choices(shells))
    .action((shell: Shell) => void streams.stdout.write(completionScript(shell, name.split(' ').at(-1) ?? name)));
}
