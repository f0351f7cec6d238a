/** What an application gets that goes through a walk: whether it got what the server sends. */
import { request } from 'node:http';
import { connect } from 'node:net';
import type { Walk } from './bootstrap.ts';

const patience = 10_000;
const words = 'neither TLS nor HTTP, and long enough to tell\n';

export function ask({ scene, entry }: Walk): Promise<boolean> {
  return scene.speaks === 'tcp' ? askTcp(entry) : askHttp(entry, scene.authority ?? 'a.test');
}

function askHttp({ ip, port }: Walk['entry'], host: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const options = { host: ip, port, headers: { host }, agent: false, timeout: patience } as const;
    const asked = request(options, (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode === 200));
    });
    asked.on('timeout', () => asked.destroy(new Error('no answer')));
    asked.on('error', reject);
    asked.end();
  });
}

function askTcp({ ip, port }: Walk['entry']): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, ip, () => socket.write(words));
    let said = '';
    socket.setTimeout(patience, () => socket.destroy());
    socket.setEncoding('latin1').on('data', (text: string) => {
      said += text;
      if (said.length >= words.length) socket.destroy();
    });
    socket.on('error', () => socket.destroy());
    socket.on('close', () => resolve(said === words));
  });
}
