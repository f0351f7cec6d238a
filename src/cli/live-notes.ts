import { LiveSession } from '../input/live/session.ts';
import { notice } from './notice.ts';
import type { Streams } from './streams.ts';

/** A session that says on stderr, to a person who waits, whom it asks; and to everyone where it had to go another way. */
export function toldSession(streams: Streams): LiveSession {
  return new LiveSession((news) => {
    switch (news.kind) {
      case 'asking':
        if (streams.stderr.isTTY === true) notice(streams, `asking ${news.source} …`);
        return;
      case 'forwarded':
        notice(streams, `${news.source}: asked through a forwarded port, as exec did not work: ${news.why}`);
    }
  });
}
