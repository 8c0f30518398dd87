import { isHubFault, type HubClient } from '../../sdk/index.js'
import { EXIT } from '../exit-code.js'
import { describeFault } from '../fault-text.js'
import type { Identity } from '../sign-in.js'
import { broken, CHECK_TIMEOUT_MS, faultCode, good, type Finding } from './finding.js'

/** Whether the issuer describes itself, and as the issuer that was configured. */
export async function checkIssuer(issuer: string): Promise<Finding> {
  const name = '인증 서버 issuer'
  const wrong = (text: string) => broken(name, { text, fix: 'HUB120_ISSUER를 확인하십시오. / Check HUB120_ISSUER.', exitCode: EXIT.signIn })
  try {
    const url = `${issuer.replace(/\/+$/, '')}/.well-known/openid-configuration`
    const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(CHECK_TIMEOUT_MS) })
    if (!response.ok) return wrong(`${url}: HTTP ${response.status}`)
    const body: unknown = await response.json()
    const named = typeof body === 'object' && body !== null && 'issuer' in body ? body.issuer : null
    if (typeof named === 'string' && named.replace(/\/+$/, '') === issuer.replace(/\/+$/, '')) return good(name, issuer)
    return wrong(`${issuer}: 다른 이름으로 자신을 소개합니다. / it calls itself ${typeof named === 'string' ? named : 'nothing'}`)
  } catch (error) {
    return wrong(`${issuer}: 답이 없습니다(${faultCode(error)}). / no answer`)
  }
}

const scopesFinding = (wanted: string, scopes: readonly string[]): Finding => {
  const missing = wanted.split(' ').filter(scope => scope !== '' && !scopes.includes(scope))
  if (missing.length === 0) return good('권한 scopes', scopes.join(' '))
  return broken('권한 scopes', {
    text: `${missing.join(' ')} 권한이 없습니다. 지금 권한: ${scopes.join(' ') || '없음'} / missing: ${missing.join(' ')}`,
    fix: '협의체 관리자에게 이 클라이언트의 권한을 요청하십시오. / Ask the council to register the scope for this client.',
    exitCode: EXIT.signIn,
  })
}

/** A token, and who the hub takes its bearer for. */
export async function checkSignIn(hub: HubClient, { clientId, scope }: Identity): Promise<readonly Finding[]> {
  const name = '토큰 token'
  try {
    const viewer = await hub.viewer()
    if (!viewer.ok || viewer.value === null) {
      const text = viewer.ok ? 'nobody' : viewer.issues.map(({ messageKo, messageEn }) => `${messageKo} / ${messageEn}`).join(' ')
      const fix = '협의체에 클라이언트를 등록했는지 확인하십시오. / See whether the council has registered the client.'
      return [broken(name, { text, fix, exitCode: EXIT.signIn })]
    }
    const { subject, center, scopes } = viewer.value
    const who = center === null ? '협의체 / a role of the council' : `${center.nameKo} ${center.code}`
    return [good(name, `${clientId} (${subject})`), scopesFinding(scope, scopes), good('센터 center', who)]
  } catch (error) {
    if (!isHubFault(error)) throw error
    const { exitCode, text } = describeFault(error, '')
    const fix = '클라이언트 이름, 비밀값 또는 키, HUB120_SCOPE를 확인하십시오. / Check client id, secret or key, and HUB120_SCOPE.'
    return [broken(name, { text: (text ?? '').replaceAll('\n', ' '), fix, exitCode })]
  }
}
