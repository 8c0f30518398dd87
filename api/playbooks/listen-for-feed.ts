import { listen, type Listening } from '../../db/listen.js'
import type { Hub } from '../hub.js'

/** Looks at the feed for its followers as soon as any replica has published; without it they wait for the next look. */
export const listenForFeed = ({ feedNudges }: Hub, url: string): Listening =>
  listen({ url, channel: 'hub120_feed', onNotify: () => feedNudges.wake() })
