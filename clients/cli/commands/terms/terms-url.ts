import type { Command } from 'commander'
import { EXIT, type ExitCode } from '../../exit-code.js'
import { UsageFault } from '../../usage-fault.js'
import type { CommandContext } from '../command-context.js'
import type { RunCommand } from '../run-command.js'
import { connectSteward } from './connect-steward.js'
import { showRefusal } from './show-refusal.js'

type Options = { readonly days: string; readonly list?: boolean; readonly revoke?: string }

async function issueUrl({ days }: Options, context: CommandContext): Promise<ExitCode> {
  const { settings, terminal, isJson } = context
  if (!/^\d{1,3}$/.test(days)) throw new UsageFault('--days에는 1에서 365까지 적습니다.', '--days is a whole number from 1 to 365.')
  const hub = await connectSteward(context)
  const issued = await hub.issueReconciliationUrl({ days: Number(days) })
  if (!issued.ok) return showRefusal(context, issued.issues)
  const { path, ...others } = issued.value
  const url = `${settings.url.replace(/\/$/, '')}${path}`
  if (isJson) terminal.out(JSON.stringify({ exitCode: EXIT.landed, url, ...others }, null, 2))
  else {
    terminal.out(url)
    terminal.tell(
      [
        `OpenRefine: 열 이름 옆 ▾ → Reconcile → Start reconciling… → Add standard service…에 위 주소를 붙여 넣으십시오.`,
        `${others.expiresAt.slice(0, 10)}까지 쓸 수 있고, 다시 보여 드리지 않습니다. 비밀번호처럼 다루십시오. 폐기: hub120 terms url --revoke ${others.id}`,
        `(Paste it under Add standard service. Good until ${others.expiresAt.slice(0, 10)}, told once: keep it as a password.)`,
      ].join('\n'),
    )
  }
  return EXIT.landed
}

async function revokeUrl(id: string, context: CommandContext): Promise<ExitCode> {
  const hub = await connectSteward(context)
  const revoked = await hub.revokeReconciliationUrl(id)
  if (!revoked.ok) return showRefusal(context, revoked.issues)
  if (context.isJson) context.terminal.out(JSON.stringify({ exitCode: EXIT.landed, ...revoked.value }, null, 2))
  else context.terminal.out(`${id}: 폐기했습니다. (revoked)`)
  return EXIT.landed
}

async function listUrls(context: CommandContext): Promise<ExitCode> {
  const hub = await connectSteward(context)
  const page = await hub.reconciliationUrls({ first: 500 })
  if (!page.ok) return showRefusal(context, page.issues)
  const { nodes } = page.value
  if (context.isJson) context.terminal.out(JSON.stringify(page.value, null, 2))
  else {
    const lines = nodes.map(
      ({ id, subject, issuedAt, expiresAt, revokedAt }) =>
        `${id}  ${subject}  ${issuedAt.slice(0, 10)} ~ ${expiresAt.slice(0, 10)}${revokedAt === null ? '' : `  폐기 revoked ${revokedAt.slice(0, 10)}`}`,
    )
    context.terminal.out(lines.length === 0 ? '발급한 주소가 없습니다. (no address was issued)' : lines.join('\n'))
  }
  return EXIT.landed
}

/** `hub120 terms url` */
export function addTermsUrl(terms: Command, run: RunCommand): void {
  terms
    .command('url')
    .description('OpenRefine에 넣을 주소를 받거나 폐기합니다 · an address for OpenRefine, or the end of one')
    .option('--days <days>', '기한, 일 · days it is good for', '90')
    .option('--list', '발급한 주소를 봅니다 · addresses issued')
    .option('--revoke <id>', '주소를 폐기합니다 · ends an address')
    .action((options: Options, command: Command) =>
      run(command, context => {
        if (options.revoke !== undefined) return revokeUrl(options.revoke, context)
        return options.list === true ? listUrls(context) : issueUrl(options, context)
      }),
    )
}
