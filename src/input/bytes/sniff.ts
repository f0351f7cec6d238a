/** What the first bytes of a source look like; the file's name is not asked. */
export type Appearance =
  | 'empty'
  | 'gzip'
  | 'zip'
  | 'tar'
  | 'json'
  | 'html'
  | 'utf-16'
  | 'binary'
  /** YAML, or what is printed for people. */
  | 'text';

/** How many bytes `sniff` wants to see: a tar header and the start of a text. */
export const sniffed = 1024;

export function sniff(head: Uint8Array): Appearance {
  if (head.length === 0) return 'empty';
  if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip';
  if (startsWith(head, 'PK\u0003\u0004') || startsWith(head, 'PK\u0005\u0006')) return 'zip';
  if (head.length >= 512 && startsWith(head.subarray(257), 'ustar')) return 'tar';
  // What PowerShell's `>` writes.
  if ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)) return 'utf-16';
  if (head.includes(0)) return 'binary';
  return sniffText(new TextDecoder().decode(head));
}

function sniffText(text: string): Appearance {
  // curl -w '%{http_code}' and `pilot-agent request` put the status on a line before the body.
  const start = text.replace(/^(?:\s|\d{3}\r?\n)*/, '');
  if (start === '') return 'empty';
  if (/^<(?:!doctype|html|head|body|\?xml)/i.test(start)) return 'html';
  if (hasControls(start) || looksBroken(start)) return 'binary';
  // `[2026-01-01T…] "GET /` is a line of an access log.
  if (start.startsWith('{{') || /^\[\d{4}-\d\d-\d\dT/.test(start)) return 'text';
  return start.startsWith('{') || start.startsWith('[') ? 'json' : 'text';
}

/** Controls that no text has: all but white space and escape, with which some tools colour what they print. */
function hasControls(text: string): boolean {
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  return /[\u0001-\u0008\u000e-\u001a\u001c-\u001f]/.test(text);
}

/** Many bytes that are no UTF-8. The last one may be cut in the middle. */
function looksBroken(text: string): boolean {
  const broken = text.split('\uFFFD').length - 1;
  return broken > 2 && broken > text.length / 20;
}

function startsWith(bytes: Uint8Array, ascii: string): boolean {
  return Buffer.from(bytes.subarray(0, ascii.length)).toString('latin1') === ascii;
}
