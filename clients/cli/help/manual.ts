/** What a manual page says of a command beside its options; blank lines part paragraphs. */
export type ManualText = {
  readonly descriptionKo: string
  readonly descriptionEn: string
  /** Arguments after the program's name, with what they do. */
  readonly examples: readonly (readonly [args: string, ko: string, en: string])[]
}

/** Pages by command. A command without an entry is described by its one line. */
export const MANUAL: Readonly<Record<string, ManualText>> = {
  push: {
    descriptionKo: `JSON이나 CSV 파일의 통계를 허브에 제출하고 접수증을 보여 줍니다. 보내기 전에 허브와 같은 규칙으로 검사하지만, 결정은 허브가 합니다. 파일 형식은 docs/files.md에 있습니다.

같은 파일을 다시 보내면 처음의 접수증이 그대로 옵니다. 큰 파일은 여러 제출로 나누어 보내며, 중간에 끊기면 같은 명령을 다시 실행했을 때 남은 것만 보냅니다. 허브에 닿지 않으면 보관했다가 다음 push 때 먼저 보냅니다.`,
    descriptionEn: `Hands in the statistics of JSON or CSV files and shows the receipt. Files are checked by the hub's own rules before they leave, but the hub decides. File formats: docs/files.md.

The same file again gives the first receipt again. A large file goes in several submissions; where that was cut off, the same command sends what is left. With the hub away a submission is spooled, and the next push sends it first.`,
    examples: [
      ['push busan-2026-11-19.csv', '한 파일을 제출합니다', 'hands in one file'],
      ['push --check busan-2026-11-19.csv', '보내지 않고 검사만 합니다', 'checks, sends nothing'],
      ['push --dry-run busan-2026-11-19.csv', '허브에서 시험 실행합니다', 'tries it on the hub, keeps nothing'],
      ['push --strategy replace_scope --scope nightly:day:2026-11-19 busan.csv', '하루치를 통째로 바꿉니다', 'replaces a whole night'],
      ['push --strategy retract --reason "중복 집계" wrong.csv', '낸 값을 철회합니다', 'takes values back'],
      ['push --chunk 20000 year.csv', '큰 파일을 작게 나누어 보냅니다', 'sends a large file in small parts'],
      ['push --spooled', '보관된 제출을 보냅니다', 'sends what waits'],
    ],
  },
  figures: {
    descriptionKo:
      '지표나 기초 항목의 값을 산식, 분자와 분모, 포함 범위와 함께 보여 줍니다. 지표, 항목, 센터는 코드나 한글·영문 이름으로 적습니다. 값이 없으면 까닭이 나옵니다.\n\n정의가 바뀐 날에는 BREAK가 붙고 그 앞뒤 값은 비교하지 않습니다. --version이나 --variant를 적으면 모든 날을 그 정의로 다시 계산하고, --compare는 두 정의를 나란히 보여 줍니다. 기준(예: 20초와 15초)이 다르면 차이 대신 NOT_COMPARABLE이 나옵니다.',
    descriptionEn:
      'Shows indicators or measures with formula, parts and coverage. Indicators, measures and centers are named by code or by their Korean or English names. Where there is no value, the reason stands instead.\n\nWhere a definition changes, the figure carries BREAK and is not compared with the one before. --version or --variant recomputes every day by that definition; --compare shows two side by side. Different thresholds, such as 20 and 15 seconds, give NOT_COMPARABLE instead of a difference.',
    examples: [
      ['figures --indicator 응대율 --centers 서울,부산 --from 2026-11-19', '센터별 하루 값', 'one day, center by center'],
      [
        'figures --indicator response_rate --from 2026-11-01 --to 2026-11-30 --by day --together',
        '전체를 합친 일별 값',
        'all together, by day',
      ],
      ['figures --measure 인입호 --from 2026-11-19 --group-by channel', '채널별 값', 'by channel'],
      ['figures --measure 인입호 --from 2026-11-19 --filter language=en,zh', '영어와 중국어만', 'two languages only'],
      [
        'figures --indicator 응대율 --centers 서울,부산 --together --from 2026-11-19 --why',
        '이 수치의 근거: 정의, 든 값과 빠진 값, 접수증',
        'why this figure: definition, values in and left out, receipts',
      ],
      [
        'figures --indicator 응대율 --from 2026-10-01 --to 2026-10-31 --by month --change previous,last-year',
        '전월과 전년 같은 달에 견준 증감',
        'against the month before and a year earlier',
      ],
      [
        'figures --indicator service_level --from 2026-06-01 --to 2026-07-31 --compare v1,v2',
        '두 판을 나란히, 차이를 부분으로',
        'two versions side by side, the difference by parts',
      ],
      [
        'figures --indicator service_level --from 2026-10-01 --to 2026-10-31 --variant threshold_30s',
        '표준이 아닌 방식으로 다시 계산',
        'recomputed by a variant',
      ],
      [
        'figures --indicator 응대율 --centers 서울,부산 --from 2026-09-01 --to 2026-10-31 --by month --table center,period',
        '센터와 달의 넓은 표',
        'a wide table of centers and months',
      ],
      ['figures --indicator 응대율 --from 2026-10-01 --to 2026-10-31 --top 5', '상위 다섯과 나머지', 'the first five, and the rest'],
      [
        'figures --indicator 응대율 --regions 12 --with-predecessors --from 2026-01-01 --to 2026-12-31 --by month',
        '지역이 합쳐지기 전은 이전 지역들의 값으로',
        'a region, with its predecessors before it began',
      ],
      [
        'figures --indicator 응대율 --centers 부산 --preview --from 2026-11-19',
        '시험 참여 중인 자기 센터의 미리 보기',
        'the own center in trial: what its figures would be',
      ],
    ],
  },
  export: {
    descriptionKo: `figures와 같은 질문의 값을 파일로 받습니다. 질문의 선택 사항은 figures와 같습니다. 파일에는 지표의 산식과 판, 항목의 정의, 기준 시각, 포함 범위와 빠진 까닭, 표시의 뜻이 함께 들어갑니다.

형식은 csv(엑셀용 BOM과 '# '로 시작하는 머리글), xlsx, sdmx-csv(SDMX-CSV 2.0), json-stat(JSON-stat 2.0)입니다. 이름 앞에 작은따옴표(')가 붙은 칸은 스프레드시트가 수식으로 읽지 않도록 한 것입니다.

받는 동안은 '파일.part'에 쓰고, 다 받은 뒤에 이름을 바꿉니다. 같은 이름의 파일이 있으면 그때 바뀝니다. 중간에 끊기면 앞의 파일은 그대로입니다. 열과 머리글의 뜻은 docs/exports.md에 있습니다.`,
    descriptionEn: `Fetches the figures of a question as a file; the question has the options of figures. The file also holds formulas and versions of the indicators, definitions of the measures, the instant of the answer, what the figures rest on and why cells are missing, and what the marks mean.

Formats are csv (with a BOM for Excel and header lines that begin with "# "), xlsx, sdmx-csv (SDMX-CSV 2.0) and json-stat (JSON-stat 2.0). An apostrophe before a name keeps spreadsheets from reading it as a formula.

It is written to FILE.part and renamed when it is whole; only then is a file of that name replaced. Columns and header are explained in docs/exports.md.`,
    examples: [
      [
        'export --format xlsx --out november.xlsx --indicator 응대율 --from 2026-11-01 --to 2026-11-30 --by day',
        '엑셀 파일로',
        'as a workbook',
      ],
      [
        'export --format csv --out plain.csv --no-bom --no-header --measure 인입호 --from 2026-11-19 --group-by hour',
        '머리글 없는 표만',
        'the bare table, for programs',
      ],
      [
        'export --format xlsx --out change.xlsx --indicator 응대율 --from 2026-10-01 --to 2026-10-31 --by month --change previous,last-year',
        '직전 달, 전년 같은 달과 견주어',
        'held against the month before and a year ago',
      ],
    ],
  },
  statistics: {
    descriptionKo:
      'figures와 export에 쓸 수 있는 지표, 측정값, 차원을 코드, 이름, 단위, 산식, 판과 방식, 항목과 함께 보여 줍니다. 낱말을 적으면 이름이나 코드에 그 낱말이 든 것만 나옵니다. 맞는 것이 없으면 종료 코드는 2입니다.',
    descriptionEn:
      'Shows what figures and export can be asked for: indicators, measures and dimensions with code, names, unit, formula, versions, variants and items. With a word, only those whose name or code holds it; where there is none it exits with 2.',
    examples: [
      ['statistics', '모두', 'all of them'],
      ['statistics 응대', '이름에 "응대"가 든 것', 'those whose name holds a word'],
      ['statistics language', '한 차원의 모든 항목', 'every item of one dimension'],
    ],
  },
  receipt: {
    descriptionKo: '접수증을 번호나 키로 다시 봅니다. 보류된 행이 그 뒤 어떻게 되었는지도 나옵니다.',
    descriptionEn: 'Reads a receipt again by its id or key, with what became of its held rows since.',
    examples: [['receipt busan-2026-11-19-n1', '키로 찾습니다', 'by its key']],
  },
  quarantine: {
    descriptionKo: '보류되어 기다리는 행과 그 까닭, 기한을 보여 줍니다. 하나라도 있으면 종료 코드는 3입니다.',
    descriptionEn: 'Shows the rows that wait, why, and until when. Exits with 3 while there are any.',
    examples: [['quarantine', '우리 센터의 보류 행', 'held rows of this center']],
  },
  resolve: {
    descriptionKo:
      '보류된 행을 바로잡거나(--correct), 값이 맞다고 확인하거나(--confirm), 취소합니다(--withdraw). 함께 걸린 행은 틀린 것 하나만 고치면 나머지는 저절로 반영됩니다.',
    descriptionEn:
      'Corrects (--correct), confirms (--confirm) or withdraws (--withdraw) a held row. Of rows held together, correct the one that is wrong; the others land by themselves.',
    examples: [
      ['resolve 77 --correct 1461', '맞는 값으로 고칩니다', 'gives the right value'],
      ['resolve 77 --confirm --reason "행사로 상담이 길었음"', '값이 맞다고 확인합니다', 'says that the value is right'],
    ],
  },
  drill: {
    descriptionKo: `훈련 보고서를 봅니다. 문안마다 전달, 수신, 확인, 적용까지 걸린 시간을 목표에 견주어 보여 주고, 놓친 것, 거절과 까닭, 연락처를 몇 번 불렀는지, 지난 훈련과 견준 흐름, 협의체 중앙값을 덧붙입니다.

센터는 자기 결과와 중앙값만, 재난 담당과 관리자는 모든 센터의 결과를 봅니다. 순위는 없습니다. --out을 적으면 CSV 파일로 받습니다. 훈련이 끝난 뒤의 답은 세지 않으며, 세 곳 미만이 답한 것에는 중앙값이 없습니다.`,
    descriptionEn: `Shows the report of a drill: message by message how long it took until delivered, received, acknowledged and applied, against the targets; what was missed or rejected and why, how often contacts were called, the center's former drills, and the council's medians.

A center sees itself and the medians, coordinators and administrators see all; there is no ranking. With --out the report is written as CSV. Answers after the end of a drill do not count, and fewer than three answers make no median.`,
    examples: [
      ['drill report EXR-01M7YNAYM0SSCCC2D9NB6QVWXP', '훈련 결과', 'how a drill went'],
      ['drill report EXR-01M7YNAYM0SSCCC2D9NB6QVWXP --out drill.csv', 'CSV 파일로', 'as CSV'],
      ['drill report EXR-01M7YNAYM0SSCCC2D9NB6QVWXP --center busan', '한 센터로서', 'as a center sees it'],
    ],
  },
  terms: {
    descriptionKo: `용어집과 센터의 말을 다룹니다.

queue: 담당자를 기다리는 말을 급한 순서로 보여 줍니다.
why: 말이 무엇을 뜻하는지, 무엇이 찬성하고 반대하는지, 무엇이 달라지면 바뀌는지 보여 줍니다. 허브 없이 판단하며 --hub를 적으면 센터의 결정까지 봅니다.
propose: 파일의 말마다 표준의 무엇을 뜻하는지 허브 없이 제안합니다.
export: 용어집을 SKOS로, 말의 대응을 SSSOM으로 받습니다. 센터는 자기 말만, 용어 담당자는 모든 센터의 말을 받습니다.
import: 다른 곳에서 만든 SSSOM 파일을 제안으로 올립니다. 잘못된 행은 줄 번호와 까닭을 보이고, 담당자가 정하기 전에는 아무것도 시행되지 않습니다.
weights: 후보를 무엇으로 얼마나 저울질하는지 봅니다. 담당자의 결정이 종류마다 300건을 넘으면 허브가 매주 가중치를 학습하여 제안하고, 담당자가 --use로 시행하거나 --use fixed로 되돌립니다. 시행 중인 것보다 나쁜 것은 시행되지 않으며, 규칙이 사람에게 맡긴 말을 가중치가 정하는 일은 없습니다.
url: OpenRefine에 넣을 주소를 받습니다. 용어집만 읽을 수 있고 통계는 보이지 않습니다. --list로 보고 --revoke로 폐기합니다.`,
    descriptionEn: `The glossary, and the words of centers.

queue: words that wait for a steward, what weighs most first.
why: what a word may mean, what speaks for and against it, and what would flip it; without a hub, or with --hub by the center's own decisions.
propose: for each word of a file what it may mean, without a hub.
export: the glossary as SKOS, decided mappings as SSSOM. A center gets its own words, a steward those of all.
import: an SSSOM file that others made, as proposals. Bad rows are told with line and reason; nothing is in force before a steward decides.
weights: by what candidates are weighed, and how reliable it is. From 300 decisions of a kind on the hub learns weights every week and proposes them; a steward puts them in force with --use, or goes back with --use fixed. None that are worse than those in force can be, and no weight decides what the rules leave to a person.
url: an address for OpenRefine that reads the glossary and no figure. --list shows those issued, --revoke ends one.`,
    examples: [
      ['terms why 응대율 --unit %', '무엇을 뜻하고 왜인지', 'what it means, and why'],
      ['terms export --format skos-turtle --out glossary.ttl', '용어집을 SKOS Turtle로', 'the glossary as SKOS in Turtle'],
      ['terms export --format sssom --out words.sssom.tsv', '정한 대응을 SSSOM으로', 'decided mappings as SSSOM'],
      ['terms import words.sssom.tsv', '제안으로 올립니다', 'sends them as proposals'],
      ['terms weights', '가중치와 그 믿을 만함', 'weights, and how reliable they are'],
      ['terms weights --use measure-2 --reason "지난주 결정으로 나아짐"', '시행합니다', 'puts them in force'],
      ['terms url --days 30', 'OpenRefine에 넣을 주소', 'an address for OpenRefine'],
    ],
  },
  evidence: {
    descriptionKo: `다른 기관이 국민에게 알린 재난 정보를 근거로 올리고, 그것이 제안하는 문안을 봅니다.

import: CAP 1.2 문서(XML)나 행정안전부 재난문자 기록(DSSP-IF-00247, JSON)을 올립니다. 원문 그대로 보관하고, 같은 것을 다시 올리면 아무것도 바뀌지 않습니다. 모르는 재난 유형과 지역도 버리지 않습니다.
proposals: 사람을 기다리는 제안을 보여 줍니다. 하나라도 있으면 종료 코드는 3입니다.

제안은 아무것도 보내지 않습니다. 재난 담당자가 GraphQL의 acceptProposal로 초안을 만들거나 dismissProposal로 까닭을 적어 물리치고, 초안은 다른 초안처럼 다른 사람의 승인을 거칩니다.`,
    descriptionEn: `What other authorities told the public, as evidence, and the playbooks it suggests.

import: a CAP 1.2 alert (XML) or records of the ministry's disaster messages (DSSP-IF-00247, JSON). Bytes are kept as they are; sent again it changes nothing. Unknown hazards and areas are kept, not dropped.
proposals: those that wait for a person. Exits with 3 while there are any.

A proposal sends nothing: a coordinator makes a draft of it (acceptProposal in GraphQL) or dismisses it with a reason (dismissProposal), and the draft needs the approval of others like every other.`,
    examples: [
      ['evidence import kma.xml', 'CAP 경보를 근거로', 'a CAP alert as evidence'],
      ['evidence import messages.json --json', '재난문자 기록을 근거로', 'disaster messages as evidence'],
      ['evidence proposals', '기다리는 제안', 'proposals that wait'],
    ],
  },
  inbox: {
    descriptionKo: `재난 안내를 받고 답합니다. 받을 서버가 없는 센터도 이 명령만으로 받을 수 있습니다. playbooks:ack 권한이 있는 당직 클라이언트로 로그인합니다.

watch: 켜 두면 새 안내를 바로 보여 줍니다. 허브가 알려 줄 수 없으면 15초마다 묻고, 끊겨도 스스로 다시 이어 빠짐없이 받습니다. 어디까지 보였는지는 --state 파일(없으면 보관 폴더)에 남습니다. --bell은 소리를 내고, --json은 한 줄에 하나씩 냅니다. 끝난 안내는 한 줄로만 나옵니다.
list: 시행 중인 안내와 우리 센터의 답. --all은 지난 것과 다른 센터의 것까지.
show: 전문, 단계, 지역, 만료, 확인한 안내와 달라진 점, 그리고 글이 보낸 그대로인지.
ack: 읽었다고 답합니다. --name은 자리나 당직의 이름이며 사람 이름은 적지 않습니다.
apply: 자리에 알리고 안내대로 한다고 답합니다. 더 알렸으면 더 큰 수로 다시 답합니다. --routing을 적으면 허브에는 전화 연결을 바꾸었다는 것만 남습니다.
reject: 할 수 없는 까닭을 답합니다. 협의체 담당자에게 바로 알립니다.

[실제 상황 ACTUAL]만 실제입니다. [훈련 EXERCISE]와 [시험 TEST]는 시민에게 안내하지 않습니다. 지난 번호에 한 답은 지금 시행 중인 안내에 대한 답이 아니며, 그때는 종료 코드가 3입니다. list와 show는 아직 답할 것이 있으면 3, 글이 보낸 것과 다르면 show는 1입니다. 번호는 끝 5자 이상만 적어도 됩니다.`,
    descriptionEn: `Receives emergency messages and answers them, for a center that has no server to receive with. Sign in as a client of the duty, with playbooks:ack.

watch: shows new messages as they come. Where the hub cannot nudge it asks every 15 s; after an outage it goes on by itself and misses none. The place is kept in --state (the spool folder without). --bell rings, --json writes a line each. What is over is told in one line.
list: messages that hold and how this center stands to them; --all also what is over and what others were sent.
show: text, level, areas, expiry, what changed since what you acknowledged, and whether the text is as it was sent.
ack: says that it was read. --name is a desk or a duty, no name of a person.
apply: says that desks are told and the center works by it; once more are told, answer again. Of --routing the hub keeps that routing is set, not the text.
reject: says why it cannot be done; coordinators are told at once.

Only [ACTUAL] is real; of [EXERCISE] and [TEST] the public is told nothing. An answer to an earlier number does not answer the one that holds: it then exits with 3. list and show exit with 3 while something waits for an answer, show with 1 where the text is not what was sent. The last five characters of an id are enough.`,
    examples: [
      ['inbox watch --bell', '켜 두고 기다립니다', 'waits, and rings'],
      ['inbox watch --json --state /var/lib/hub120/inbox.json', '다른 프로그램에 한 줄씩', 'a line each, for another program'],
      ['inbox list', '지금 시행 중인 안내', 'what holds now'],
      ['inbox show 7QK2M', '전문을 봅니다', 'one in full'],
      ['inbox ack 7QK2M --name "당직 1팀"', '읽었다고 답합니다', 'says that it was read'],
      ['inbox apply 7QK2M --name "당직 1팀" --desks 12/14 --routing "ARS 1번"', '12자리에 알렸습니다', 'twelve desks are told'],
      ['inbox reject 7QK2M --name "당직 1팀" --reason "외국어 상담석이 없음"', '할 수 없는 까닭', 'why it cannot be done'],
    ],
  },
  verify: {
    descriptionKo:
      '센터의 감사 기록을 처음부터 다시 계산해, 바뀌거나 빠지거나 다시 쓰인 것이 없는지 봅니다. 허브가 밤마다 서명해 내놓는 확인값과 지난번에 보관한 확인값에 견주고, 모두 맞으면 새 확인값을 보관합니다. 맞지 않으면 종료 코드 7과 함께 몇 번부터인지, 무엇을 할지 말합니다. 일주일에 한 번 실행하십시오. 계산 방법은 docs/audit.md에 있습니다.',
    descriptionEn:
      'Recomputes the audit chain of the center from its first entry and finds whatever was changed, removed or written anew: against the heads that the hub signs every night, and against those kept here last time. If all holds, the new ones are kept. If not, it exits with 7 and says from which number and what to do. Run it weekly. How it is computed: docs/audit.md.',
    examples: [
      ['verify', '센터의 감사 기록', 'the chain of the center'],
      ['verify --receipt 0f8fad5b-d9cb-469f-a165-70867728950e', '접수증의 내용까지', 'also the content of a receipt'],
      ['verify --heads busan.json', '다른 센터가 보관한 확인값과도', 'also against heads that another center kept'],
    ],
  },
  doctor: {
    descriptionKo:
      '제출이 안 될 때 먼저 실행하십시오. 설정, 이름 찾기(DNS), 연결, 인증서, 시계, 인증 서버, 토큰, 권한, 센터, 보관 폴더, 표준 정의를 차례로 확인하고 무엇을 고칠지 알려 줍니다. 아무것도 바꾸지 않습니다.',
    descriptionEn:
      'Run this first when a push does not work. It looks at settings, DNS, connection, certificate, clock, token issuer, token, scopes, center, spool and edition in turn and says what to fix. It changes nothing.',
    examples: [['doctor --center busan', '개발 환경에서 부산 센터로', 'as Busan, on a development hub']],
  },
  help: {
    descriptionKo: '명령 하나를 설명, 선택 사항, 종료 코드, 예와 함께 보여 줍니다. 명령을 적지 않으면 모든 명령과 환경 변수가 나옵니다.',
    descriptionEn:
      'Shows a command in full: description, options, exit codes and examples. Without a command, all commands and environment variables.',
    examples: [
      ['help', '모든 명령', 'all commands'],
      ['help push', '한 명령을 자세히', 'one of them in full'],
    ],
  },
}
