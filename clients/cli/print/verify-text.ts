import type { ChainBreak, HeadBreak } from '../../sdk/index.js'
import type { ReceiptBreak, ReceiptCheck } from '../verify/verify-receipt.js'
import type { HubCheck } from '../verify/verify-hub.js'

type Said = readonly [ko: string, en: string]

const CHAIN_BREAKS: Readonly<Record<ChainBreak['reason'], Said>> = {
  altered: ['기록의 내용이 바뀌었습니다.', 'The content of an entry was changed.'],
  missing: ['기록이 빠졌습니다.', 'Entries are missing.'],
  unlinked: ['기록이 앞의 기록과 이어지지 않습니다.', 'An entry does not follow on the one before it.'],
  rewritten: [
    '기록이 공표했거나 보관한 확인값과 다르게 다시 쓰였습니다.',
    'Entries were written anew: they are not those that a published or kept head belongs to.',
  ],
  cutOff: ['기록의 끝이 잘렸습니다.', 'The end of the chain was cut off.'],
}

const HEAD_BREAKS: Readonly<Record<HeadBreak['reason'], Said>> = {
  badSignature: ['확인값의 서명이 맞지 않습니다.', 'The signature of a head does not hold.'],
  unknownKey: ['확인값이 알 수 없는 열쇠로 서명되었습니다.', 'A head names a signing key that is not known.'],
  disagrees: ['같은 번호에 서로 다른 확인값이 서명되었습니다.', 'Two signed heads of the same entry differ.'],
  withdrawn: ['보관한 확인값을 허브가 더는 내놓지 않습니다.', 'The hub no longer gives a head that was kept here.'],
}

const RECEIPT_BREAKS: Readonly<Record<ReceiptBreak, Said>> = {
  bodyDiffers: ['저장된 내용이 접수증의 해시와 다릅니다.', 'The stored content does not have the hash of the receipt.'],
  noEntry: ['이 접수증의 감사 기록이 없습니다.', 'The chain has no entry of this receipt.'],
  entryDiffers: ['감사 기록이 접수증과 다른 내용을 말합니다.', 'The audit entry speaks of another content or of other counts.'],
}

const WHAT_TO_DO = [
  '할 일: 이 출력과 보관 파일을 그대로 남기고, 협의체 관리자에게 다른 경로(전화)로 알리십시오. 보관 파일은 지우지 마십시오.',
  '       그 번호부터의 기록과 그때부터 받은 접수증은 확인될 때까지 믿지 마십시오. 다른 센터에도 verify를 실행해 달라고 하십시오.',
  'What to do: save this output and the file of kept heads as they are, and tell the council by another way (by telephone). Do not delete the file.',
  '       Do not rely on entries from that number on, nor on receipts since then, until it is settled. Ask other centers to run verify too.',
]

const nameOf = (chain: number | null): string => (chain === null ? '-' : chain === 0 ? '0(협의체 council)' : String(chain))

const rangeOf = ({ seq, through }: ChainBreak): Said =>
  through === null || through === seq
    ? [`${seq}번부터`, `from ${seq}`]
    : [`${seq}번부터 (늦어도 ${through}번까지)`, `from ${seq}, at the latest by ${through}`]

function brokenLines({ chain, report, headBroken }: HubCheck): readonly string[] {
  const lines: string[] = []
  if (report.broken !== null) {
    const [ko, en] = CHAIN_BREAKS[report.broken.reason]
    const [fromKo, fromEn] = rangeOf(report.broken)
    lines.push(
      `감사 기록이 온전하지 않습니다. 체인 ${nameOf(chain)}, ${fromKo}: ${ko}`,
      `The audit chain ${nameOf(chain)} is broken ${fromEn}: ${en}`,
    )
  }
  if (headBroken !== null) {
    const [ko, en] = HEAD_BREAKS[headBroken.reason]
    const place = `체인 ${nameOf(headBroken.chain)}, ${headBroken.seq}번`
    lines.push(
      `공표된 확인값이 맞지 않습니다. ${place}: ${ko}`,
      `A published head does not hold (chain ${headBroken.chain}, entry ${headBroken.seq}): ${en}`,
    )
  }
  return lines
}

function goodLines({ chain, report, published, compared }: HubCheck): readonly string[] {
  const last = report.head === null ? '' : ` ${report.head.hash.slice(0, 16)}…`
  return [
    `감사 기록이 온전합니다. 체인 ${nameOf(chain)}, 기록 ${report.entries}건${last}`,
    `The audit chain ${nameOf(chain)} holds: ${report.entries} entries.`,
    `공표된 확인값 ${published}개, 보관한 확인값 ${compared}개와 맞습니다. (agrees with ${published} published and ${compared} kept heads)`,
  ]
}

const receiptLines = ({ id, seq, broken }: ReceiptCheck): readonly string[] =>
  broken === null
    ? [`접수증 ${id}: 저장된 내용과 감사 기록 ${seq ?? '-'}번에 맞습니다. (agrees with the stored content and entry ${seq ?? '-'})`]
    : [`접수증 ${id}이(가) 맞지 않습니다. ${RECEIPT_BREAKS[broken][0]}`, `The receipt ${id} does not hold: ${RECEIPT_BREAKS[broken][1]}`]

/** The result of a check in both languages: what is broken, from which number, and what to do. */
export function verifyText(check: HubCheck, receipt: ReceiptCheck | null, keptFile: string): string {
  const isBroken = check.report.broken !== null || check.headBroken !== null
  const lines = isBroken ? [...brokenLines(check)] : [...goodLines(check)]
  if (receipt !== null) lines.push(...receiptLines(receipt))
  if (isBroken || receipt?.broken != null) return [...lines, ...WHAT_TO_DO, `보관 파일 kept heads: ${keptFile}`].join('\n')
  if (check.published === 0) {
    lines.push(
      '아직 공표된 확인값이 없어, 끝이 잘리거나 모두 다시 쓰인 것은 찾을 수 없습니다. (no head is published yet: a cut or a full rewrite cannot be seen)',
    )
  }
  for (const { id } of check.newKeys) {
    lines.push(
      `처음 보는 서명 열쇠입니다. 협의체가 알린 값과 견주어 보십시오: ${id}`,
      'A signing key not seen before; compare it with what the council announced.',
    )
  }
  return [...lines, `보관 파일 kept heads: ${keptFile}`].join('\n')
}
