import { EXIT } from '../exit-code.js'
import { broken, CHECK_TIMEOUT_MS, doubtful, faultCode, good, type Finding } from './finding.js'

/** Seconds by which the clocks may differ. Tokens and signed sign-ins are refused somewhat beyond; the header counts whole seconds. */
const MOST_SKEW_S = 30
/** The hub takes proofs of possession (DPoP) from a clock that is at most ten seconds fast. */
const MOST_FAST_WITH_PROOFS_S = 8

type Clock = { readonly now: () => number; readonly hasProofs: boolean }

function checkClock(date: string | null, { nowMs, hasProofs }: { nowMs: number; hasProofs: boolean }): Finding {
  const hubMs = Date.parse(date ?? '')
  if (Number.isNaN(hubMs)) {
    return doubtful(
      '시계 clock',
      '허브가 시각을 알려 주지 않았습니다. / the hub names no time',
      '중간의 프록시가 Date 머리글을 지우는지 확인하십시오. / See whether a proxy removes the Date header.',
    )
  }
  const skew = Math.round((nowMs - hubMs) / 1000)
  if (skew >= -MOST_SKEW_S && skew <= (hasProofs ? MOST_FAST_WITH_PROOFS_S : MOST_SKEW_S))
    return good('시계 clock', `허브와 ${Math.abs(skew)}초 차이 / ${Math.abs(skew)} s from the hub`)
  const [ko, en] = skew > 0 ? ['빠릅니다', 'fast'] : ['느립니다', 'slow']
  return broken('시계 clock', {
    text: `이 컴퓨터의 시계가 ${Math.abs(skew)}초 ${ko}. / the clock of this machine is ${Math.abs(skew)} s ${en}`,
    fix: '시각 동기화(NTP)를 켜십시오. 시계가 다르면 로그인이 거절됩니다. / Turn on time synchronization (NTP); sign-ins are refused by the clock.',
    exitCode: EXIT.needsAttention,
  })
}

/** Whether the hub is ready to work, and what time it has. */
export async function checkHub(url: string, { now, hasProofs }: Clock): Promise<readonly Finding[]> {
  try {
    const response = await fetch(`${url.replace(/\/+$/, '')}/readyz`, { redirect: 'error', signal: AbortSignal.timeout(CHECK_TIMEOUT_MS) })
    const clock = checkClock(response.headers.get('date'), { nowMs: now(), hasProofs })
    await response.body?.cancel()
    if (response.ok) return [good('허브 hub', `${url}: 준비되어 있습니다. / ready`), clock]
    const text = `${url}: HTTP ${response.status}. 아직 준비되지 않았습니다. / not ready`
    const fix = '잠시 뒤 다시 해 보십시오. 제출은 보관됩니다. / Try again later; submissions are spooled meanwhile.'
    return [broken('허브 hub', { text, fix, exitCode: EXIT.spooled }), clock]
  } catch (error) {
    const text = `${url}: 답이 없습니다(${faultCode(error)}). / no answer`
    const fix = 'HUB120_URL이 허브의 주소인지 확인하십시오. / See whether HUB120_URL is the address of the hub.'
    return [broken('허브 hub', { text, fix, exitCode: EXIT.spooled })]
  }
}
