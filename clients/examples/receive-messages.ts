// node receive-messages.js --center busan --kind ACTUAL --keys keys.txt --state state.json [--content-keys content-keys.json] [--host 127.0.0.1] [--port 8120]
// Prints a line for each request and the text of each message. See docs/receiving.md.
import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { createReceiver, openFileMemory, type ContentKey, type PlaybookMessage } from '../sdk/index.js'
import { createReceiverServer } from './receiver-server.js'

const { values } = parseArgs({
  options: {
    center: { type: 'string' },
    kind: { type: 'string' },
    keys: { type: 'string' },
    state: { type: 'string' },
    'content-keys': { type: 'string' },
    host: { type: 'string', default: '127.0.0.1' },
    port: { type: 'string', default: '8120' },
  },
})
const { center, kind, keys, state } = values
if (center === undefined || keys === undefined || state === undefined || (kind !== 'ACTUAL' && kind !== 'DRILL')) {
  process.stderr.write('--center, --kind ACTUAL or DRILL, --keys FILE and --state FILE are needed.\n')
  process.exit(2)
}

const receiver = createReceiver({
  center,
  kind,
  keys: (await readFile(keys, 'utf8')).split(/\s+/).filter(text => text !== ''),
  contentKeys: await readContentKeys(values['content-keys']),
  memory: await openFileMemory(state),
})
const say = (line: string): void => void process.stdout.write(`${line}\n`)
const server = createReceiverServer({
  receiver,
  // Here a center puts the text on its counselors' screens. It returns once that is done for good; it may run twice.
  take: async message => say(textOf(message)),
  onReceipt: receipt => say(JSON.stringify({ result: receipt.result, ...('reason' in receipt ? { reason: receipt.reason } : {}) })),
  onFault: fault => say(JSON.stringify({ result: 'fault', message: String(fault) })),
})
server.listen(Number(values.port), values.host, () => say(`listening on ${values.host}, port ${JSON.stringify(server.address())}`))
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => server.close())

/** The hub's keys as `auditKeys` answers them; without a file the content signature is not checked. */
async function readContentKeys(path: string | undefined): Promise<readonly ContentKey[] | null> {
  return path === undefined ? null : (JSON.parse(await readFile(path, 'utf8')) as readonly ContentKey[]) // a key that is none never verifies
}

function textOf({ status, kind: type, headlineKo, sections }: PlaybookMessage): string {
  const mark = status === 'ACTUAL' ? '' : `[${status}] `
  return [`${mark}${type}: ${headlineKo}`, ...sections.flatMap(({ titleKo, ko }) => ['', `# ${titleKo}`, ...ko])].join('\n')
}
