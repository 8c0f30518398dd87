import type { ResolveName } from '../../api/playbooks/permit-addresses.js'
import { sendWebhook } from '../../api/playbooks/send-webhook.js'
import { openReceiver, TRIAL_ADDRESS, TRIAL_RULES, type Receiver } from '../support/hostile-receiver.js'
import type { GoalResult } from './goal.js'

const HEADERS = { 'webhook-id': 'msg_1', 'webhook-timestamp': '1', 'webhook-signature': 'v1,x' }
const BODY = Buffer.from('{}')

/** Ways to write this machine, its link, private networks and where clouds keep secrets. */
export const HOSTS: readonly string[] = `
  127.0.0.1 127.1 127.0.1 2130706433 0x7f000001 0x7f.1 0177.0.0.1 017700000001 127.0.0.1. 0 0.0.0.0 0x0 127.255.255.254 127.0.0.3
  １２７.０.０.１ 127。0。0。1 %31%32%37.0.0.1 ①②⑦.0.0.1 localhost LOCALHOST localhost. ip6-localhost ⓛocalhost
  [::1] [::] [0:0:0:0:0:0:0:1] [::ffff:127.0.0.1] [::ffff:7f00:1] [0:0:0:0:0:ffff:127.0.0.1] [::127.0.0.1] [::ffff:a9fe:a9fe]
  [64:ff9b::7f00:1] [64:ff9b::127.0.0.1] [64:ff9b:1::7f00:1] [2002:7f00:1::] [fe80::1] [fd00:ec2::254] [fc00::1]
  169.254.169.254 2852039166 0xa9fea9fe 0251.0376.0251.0376 169.254.43518 100.100.100.200 168.63.129.16
  10.0.0.1 172.16.0.1 192.168.0.1 100.64.0.1 198.18.0.1 224.0.0.1 255.255.255.255
  a@127.0.0.1 user:password@127.0.0.1 receiver.test@127.0.0.1 ${TRIAL_ADDRESS}@127.0.0.1`
  .trim()
  .split(/\s+/)

const SCHEMES = ['https', 'http'] as const
const OTHER_URLS = ['ftp://127.0.0.1/', 'file:///etc/passwd', 'gopher://127.0.0.1/', 'unix:/run/x.sock', 'https:', '', '//127.0.0.1/']

export type SsrfFindings = {
  readonly tried: number
  /** URLs and names that were not refused for what they are. */
  readonly taken: readonly string[]
  /** Connections that the canaries on 127.0.0.1, over TLS and plain, have seen. */
  readonly connections: number
  /** Deliveries that a name still brought to where it may go, before and beside its other answers. */
  readonly delivered: number
}

/** Answers of a name that changes its mind: good first, this machine later; and a good one with a bad one beside it. */
const changing = (): ResolveName => {
  let asked = 0
  return async () => [{ address: (asked += 1) === 1 ? TRIAL_ADDRESS : '127.0.0.1', family: 4 }]
}
const MIXED: readonly (readonly [address: string, family: number][])[] = [
  [
    [TRIAL_ADDRESS, 4],
    ['127.0.0.1', 4],
  ],
  [
    ['::ffff:127.0.0.1', 6],
    [TRIAL_ADDRESS, 4],
  ],
  [],
]

/** Sends to every form of a forbidden address, through redirects and through names that change, with canaries listening. */
export async function trySsrf(): Promise<SsrfFindings> {
  const canaries = await Promise.all(
    [false, true].map(plain => openReceiver((_, answer) => void answer.end(), { address: '127.0.0.1', plain })),
  )
  const urls = [
    ...canaries.flatMap(({ port }) => HOSTS.flatMap(host => SCHEMES.map(scheme => `${scheme}://${host}:${port}/`))),
    ...OTHER_URLS,
  ]
  const taken: string[] = []
  for (const url of urls) {
    const { cause } = await attempt(url)
    if (cause !== 'addressRefused' && cause !== 'badUrl' && cause !== 'nameUnknown') taken.push(`${url} ${cause ?? ''}`)
  }
  const names = await tryNames(canaries[0]!)
  const connections = canaries.reduce((sum, canary) => sum + canary.connections(), 0)
  await Promise.all(canaries.map(canary => canary.close()))
  return { tried: urls.length + names.tried, taken: [...taken, ...names.taken], connections, delivered: names.delivered }
}

const attempt = (url: string, resolve?: ResolveName) =>
  sendWebhook({ url, headers: HEADERS, body: BODY }, { ...TRIAL_RULES, timeoutMs: 2_000, ...(resolve === undefined ? {} : { resolve }) })

/** A receiver that redirects to the canary, behind a name that moves to it. */
async function tryNames(canary: Receiver): Promise<Pick<SsrfFindings, 'tried' | 'taken' | 'delivered'>> {
  const location = `https://127.0.0.1:${canary.port}/`
  const receiver = await openReceiver(({ url }, answer) => void answer.writeHead(url === '/moved' ? 307 : 204, { location }).end())
  const url = `https://a.receiver.test:${receiver.port}/`
  const resolve = changing()
  const first = await attempt(url, resolve)
  const later = [await attempt(url, resolve), await attempt(`https://a.receiver.test:${canary.port}/`, changing())]
  const mixed = await Promise.all(
    MIXED.map(addresses => attempt(url, async () => addresses.map(([address, family]) => ({ address, family })))),
  )
  const moved = await attempt(`https://${TRIAL_ADDRESS}:${receiver.port}/moved`)
  await receiver.close()
  const wrong = [later[0]!, ...mixed].filter(({ cause }) => cause !== 'addressRefused')
  return {
    tried: 3 + MIXED.length,
    taken: [...wrong.map(({ cause }) => `name: ${cause ?? 'taken'}`), ...(moved.cause === 'redirect' ? [] : ['redirect followed'])],
    delivered: first.outcome === 'delivered' ? 1 : 0,
  }
}

/** G24: no form of a forbidden address, no redirect and no changing name reaches a canary. */
export async function runG24(): Promise<GoalResult> {
  const { tried, taken, connections } = await trySsrf()
  return {
    id: 'G24',
    value: `${tried} tries, ${HOSTS.length} forms of hosts, ${connections} connections to canaries${taken.length > 0 ? `; not refused: ${taken.join(', ')}` : ''}`,
    bar: '40 forms or more, 0 connections to canaries',
    ok: HOSTS.length >= 40 && connections === 0 && taken.length === 0,
  }
}
