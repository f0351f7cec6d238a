import type { Symptom } from '../../verdict/model.ts';
import { glossed } from '../response-flags.ts';

/** What the application gets, and what the two proxies log, a line each. */
export function symptomText(symptom: Symptom, client: string, server: string | undefined): string[] {
  const { status, application, curlExit, flags, details, transportFailure } = symptom;
  const said = status !== undefined && application.startsWith(`${status} `);
  const code = status === undefined ? '' : said ? 'HTTP ' : `HTTP ${status}: `;
  // Exit 0 is curl's for every HTTP answer: no sign of anything.
  const curl = curlExit === undefined || curlExit === 0 ? '' : ` (curl exits ${curlExit})`;
  const clientLog = logged(flags, [details, transportFailure]);
  const serverLog = logged(symptom.server?.flags ?? [], [symptom.server?.transportFailure]);
  return [
    `${code}${application}${curl}`,
    ...(clientLog === '' || client === 'outside' ? [] : [`${client} logs ${clientLog}`]),
    ...(serverLog === '' ? [] : [`${server ?? 'the server'} logs ${serverLog}`]),
  ];
}

function logged(flags: readonly string[], reasons: readonly (string | undefined)[]): string {
  const known = reasons.filter((reason) => reason !== undefined && reason !== '');
  return [...flags.map(glossed), ...known].join(', ');
}
