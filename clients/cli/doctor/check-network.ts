import { once } from 'node:events'
import { lookup } from 'node:dns/promises'
import { connect, isIP } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { EXIT } from '../exit-code.js'
import { broken, CHECK_TIMEOUT_MS, doubtful, faultCode, good, type Finding } from './finding.js'

const DAY_MS = 86_400_000
/** Days before the end of a certificate at which somebody should know. */
const CERTIFICATE_DAYS = 14

type Place = { readonly name: string; readonly host: string; readonly port: number }

async function checkName({ name, host }: Place): Promise<Finding> {
  if (isIP(host) !== 0) return good(`${name} DNS`, `${host}: 주소가 그대로 적혀 있습니다. / an address, no name to look up`)
  try {
    const { address } = await lookup(host)
    return good(`${name} DNS`, `${host} → ${address}`)
  } catch (error) {
    return broken(`${name} DNS`, {
      text: `${host}: 이름을 찾을 수 없습니다(${faultCode(error)}). / the name cannot be resolved`,
      fix: '주소의 철자와 이 컴퓨터의 DNS 설정을 확인하십시오. / Check the spelling of the URL and the DNS of this machine.',
      exitCode: EXIT.spooled,
    })
  }
}

async function checkPort({ name, host, port }: Place): Promise<Finding> {
  const socket = connect({ host, port })
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(CHECK_TIMEOUT_MS) })
    return good(`${name} TCP`, `${host}:${port}`)
  } catch (error) {
    return broken(`${name} TCP`, {
      text: `${host}:${port}에 연결할 수 없습니다(${faultCode(error)}). / no connection`,
      fix: '그 서버가 켜져 있는지, 방화벽이 이 포트로 나가는 연결을 허용하는지 확인하십시오. / See whether it runs, and whether the firewall lets this port out.',
      exitCode: EXIT.spooled,
    })
  } finally {
    socket.destroy()
  }
}

async function checkCertificate({ name, host, port }: Place, nowMs: number): Promise<Finding> {
  const socket = connectTls({ host, port, ...(isIP(host) === 0 ? { servername: host } : {}) })
  try {
    await once(socket, 'secureConnect', { signal: AbortSignal.timeout(CHECK_TIMEOUT_MS) })
    const until = socket.getPeerCertificate().valid_to
    const days = Math.floor((Date.parse(until) - nowMs) / DAY_MS)
    if (days >= CERTIFICATE_DAYS) return good(`${name} TLS`, `${socket.getProtocol() ?? ''}, ${until}`)
    return doubtful(
      `${name} TLS`,
      `인증서가 ${days}일 뒤에 끝납니다. / the certificate ends in ${days} days`,
      '서버 운영 담당에게 알리십시오. / Tell its operators.',
    )
  } catch (error) {
    return broken(`${name} TLS`, {
      text: `안전한 연결을 만들 수 없습니다(${faultCode(error)}). / no secure connection`,
      fix: '이 컴퓨터의 시계와 인증서를 확인하십시오. 기관의 자체 인증서를 쓴다면 NODE_EXTRA_CA_CERTS에 그 파일을 적으십시오. / Check the clock; for a certificate authority of your own set NODE_EXTRA_CA_CERTS.',
      exitCode: EXIT.spooled,
    })
  } finally {
    socket.destroy()
  }
}

/** The way to a server, step by step, up to the first that fails. */
export async function checkNetwork(name: string, url: URL, nowMs: number): Promise<readonly Finding[]> {
  const isSecure = url.protocol === 'https:'
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const place = { name, host, port: url.port === '' ? (isSecure ? 443 : 80) : Number(url.port) }
  const steps = [() => checkName(place), () => checkPort(place), ...(isSecure ? [() => checkCertificate(place, nowMs)] : [])]
  const findings: Finding[] = []
  for (const step of steps) {
    const finding = await step()
    findings.push(finding)
    if (finding.state === 'fault') break
  }
  return findings
}
