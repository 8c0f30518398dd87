import { relative } from 'node:path'

type Screen = { readonly url: string; readonly issuer: string; readonly isDevelopmentIssuer: boolean; readonly dataDir: string }

/** The one screen of `npm start`: where things are, how to get a token, and what to try next. */
export const writeScreen = (screen: Screen): void => void process.stdout.write(describe(screen))

function describe({ url, issuer, isDevelopmentIssuer, dataDir }: Screen): string {
  const folder = relative(process.cwd(), dataDir) || '.'
  const lines = [
    '',
    '  광역자치단체 120 콜센터 데이터 교환 허브 · hub120',
    '',
    `  API                ${url}/graphql`,
    `  상태 · health      ${url}/healthz   ${url}/readyz`,
    `  로그인 · sign-in   ${issuer}`,
    `  자료 · data        ${folder} (api.log, jobs.log)`,
    '',
    ...(isDevelopmentIssuer ? describeSignIn(url, issuer) : []),
    ...(isDevelopmentIssuer ? describeNext(url, issuer) : describeRealIssuer()),
    '',
    '  Ctrl-C로 모두 끝납니다 · Ctrl-C stops everything',
    '',
  ]
  return `${lines.join('\n')}\n`
}

const describeNext = (url: string, issuer: string): string[] => [
  '  다음으로 해 볼 명령(다른 창에서) · next, in another terminal:',
  '',
  ...describeMove(url, issuer),
  '    npx hub120 push db/sample/seoul-2026-11-19.json',
  '    npx hub120 push db/sample/busan-2026-11-19.csv',
  '    npx hub120 figures --indicator response_rate --centers seoul,busan --from 2026-11-19 --to 2026-11-19',
  '    npx hub120 inbox watch --center busan',
  '',
  '  재난 발령을 처음부터 · an emergency from the start: docs/emergency.md',
]

/** The development clients are unknown to a real issuer, and the hub knows nobody until somebody is registered. */
const describeRealIssuer = (): string[] => [
  '  다음: 첫 관리자를 등록합니다 · next, register the first administrator:',
  '',
  '    npm run setup -- --admin 토큰의_client_id(CLIENT_ID_OF_THE_TOKEN)',
]

/** The command looks at the default ports; where these were moved, it is told so. */
const describeMove = (url: string, issuer: string): string[] =>
  url === 'http://127.0.0.1:4120' && issuer === 'http://127.0.0.1:4121' ? [] : [`    export HUB120_URL=${url} HUB120_ISSUER=${issuer}`]

const describeSignIn = (url: string, issuer: string): string[] => [
  '  개발용 클라이언트 · development clients (비밀 · secret: dev-<이름 · name>)',
  '    센터 · centers     seoul-client / dev-seoul, busan-client / dev-busan, ...   (stats:write)',
  '    당직 · duties      busan-duty / dev-busan-duty, ...                     (playbooks:ack)',
  '    분석 · analyst     analyst / dev-analyst           (stats:read)',
  '    용어 · stewards    steward / dev-steward, steward-second / dev-steward-second   (terms:curate)',
  '    재난 · coordinator coordinator / dev-coordinator   (playbooks:...)',
  '    승인 · approvers   approver-busan / dev-approver-busan, approver-council / dev-approver-council',
  '    관리 · admin       admin / dev-admin               (hub:admin)',
  '',
  '  토큰 받기와 질의 · a token, and a question with it:',
  '',
  `    TOKEN=$(curl -s -u analyst:dev-analyst -d grant_type=client_credentials -d scope=stats:read ${issuer}/token | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')`,
  `    curl -s ${url}/graphql -H "authorization: Bearer $TOKEN" -H 'content-type: application/json' -d '{"query":"{ centers { code nameKo } }"}'`,
  '',
]
