/** `*` in a check file: which names and ports an expectation is about. */

export function isPattern(text: string): boolean {
  return text.includes('*');
}

/** Whether a text is what a pattern describes; `*` stands for any characters, or none. */
export function matchesPattern(pattern: string, text: string): boolean {
  const parts = pattern.split('*');
  const first = parts[0] ?? '';
  const last = parts.at(-1) ?? '';
  if (parts.length === 1) return pattern === text;
  if (!text.startsWith(first) || text.length < first.length + last.length || !text.endsWith(last)) return false;
  let at = first.length;
  // The leftmost fit of each part leaves the most for those behind it.
  for (const part of parts.slice(1, -1)) {
    const found = text.indexOf(part, at);
    if (found < 0 || found + part.length > text.length - last.length) return false;
    at = found + part.length;
  }
  return true;
}

/** Whether a pattern describes a service port: its full host or a shorter form of it, and its port where one is named. */
export function matchesTarget(
  pattern: string,
  { host, port }: { readonly host: string; readonly port: number },
): boolean {
  if (pattern === '*') return true;
  return namesOfHost(host).some(
    (name) =>
      matchesPattern(pattern, `${name}:${port}`) || (!/:[\d*]+$/u.test(pattern) && matchesPattern(pattern, name)),
  );
}

/** `web.demo.svc.cluster.local`, `web.demo.svc`, `web.demo` and `web`. */
function namesOfHost(host: string): readonly string[] {
  const [name = '', namespace = '', svc] = host.split('.');
  return svc === 'svc' ? [host, `${name}.${namespace}.svc`, `${name}.${namespace}`, name] : [host];
}
