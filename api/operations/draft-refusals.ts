import type { Issue } from '../../schema/domain/issue.js'
import type { TextEdits } from '../../schema/domain/playbooks/broadcast.js'
import { hidesSigns } from '../../schema/domain/playbooks/hidden-signs.js'
import { suspectIn } from '../../schema/domain/playbooks/placeholder-value.js'
import type { Standards } from '../../schema/domain/statistics/standards.js'
import { playbookFault } from './playbook-refusals.js'
import { checkFreeText, notAccepted } from './text-refusals.js'

const MOST_AREAS = 50
const LONGEST_AREA = 60
const MOST_LINES = 60
const LONGEST_LINE = 500

/** One area at least, written in a few words each; what they mean is settled later, and an unknown one is kept. */
export function checkAreas(areas: readonly string[]): readonly Issue[] {
  if (areas.length < 1 || areas.length > MOST_AREAS || new Set(areas).size < areas.length) {
    return [
      playbookFault('BAD_USER_INPUT', ['areas'], {
        ko: `지역은 서로 다르게 1~${MOST_AREAS}개를 적으십시오.`,
        en: `Name 1 to ${MOST_AREAS} areas, each once.`,
        expected: `1 to ${MOST_AREAS} areas`,
        got: String(areas.length),
      }),
    ]
  }
  return areas.flatMap((area, i) => {
    if (area.trim() !== '' && area.length <= LONGEST_AREA && !hidesSigns(area)) return checkFreeText(area, ['input', 'areas', i])
    return playbookFault('BAD_USER_INPUT', ['areas', i], {
      ko: `지역은 ${LONGEST_AREA}자 이내의 한 줄로 적으십시오.`,
      en: `An area has 1 to ${LONGEST_AREA} characters in one line.`,
      expected: 'a region code (11), an ISO code (KR-11), a center code (seoul), or all',
    })
  })
}

/** Centers of the registry; one that is named twice counts once, and a list longer than the registry is none. */
export const checkOverflow = (overflow: readonly string[], { centerIds }: Standards): readonly Issue[] => {
  if (overflow.length > centerIds.size) {
    return [
      playbookFault('BAD_USER_INPUT', ['overflow'], {
        ko: `센터는 ${centerIds.size}곳까지 적을 수 있습니다.`,
        en: `Name ${centerIds.size} centers at most.`,
        expected: `up to ${centerIds.size} centers`,
        got: String(overflow.length),
      }),
    ]
  }
  return overflow.flatMap((center, i) =>
    centerIds.has(center)
      ? []
      : playbookFault('CENTER_UNKNOWN', ['overflow', i], {
          ko: `센터 ${center.slice(0, 40)}은(는) 등록되어 있지 않습니다.`,
          en: `There is no center ${center.slice(0, 40)}.`,
          expected: 'code of a center, as listed by centers',
          got: center,
        }),
  )
}

/** Numbers of centers by their codes, each once. */
export const numbersOfCenters = (codes: readonly string[], { centerIds }: Standards): readonly number[] => [
  ...new Set(codes.flatMap(code => centerIds.get(code) ?? [])),
]

/** Words that were changed: lines of a text, not a book, and nobody's personal data. What they say is for the lint. */
export function checkEdits({ headlineKo, scriptKo, scriptEn, qa, mustNotSay }: TextEdits): readonly Issue[] {
  const lists: readonly (readonly [name: string, lines: readonly string[] | null])[] = [
    ['headlineKo', headlineKo === null ? null : [headlineKo]],
    ['scriptKo', scriptKo],
    ['scriptEn', scriptEn],
    ['qa', qa?.flatMap(({ q, a, u }) => [q, a, u]) ?? null],
    ['mustNotSay', mustNotSay],
  ]
  return lists.flatMap(([name, lines]) => (lines === null ? [] : checkLines(name, lines)))
}

function checkLines(name: string, lines: readonly string[]): readonly Issue[] {
  const kind = lines.map(suspectIn).find(found => found !== null)
  if (kind !== undefined && kind !== null) return notAccepted(kind, ['input', 'edits', name])
  const isGood = lines.length >= 1 && lines.length <= MOST_LINES && lines.every(isLine)
  if (isGood) return []
  return [
    playbookFault('BAD_USER_INPUT', ['edits', name], {
      ko: `1~${MOST_LINES}줄, 줄마다 1~${LONGEST_LINE}자로, 보이지 않는 글자 없이 적으십시오.`,
      en: `Write 1 to ${MOST_LINES} lines of 1 to ${LONGEST_LINE} characters, all of them visible.`,
      expected: `1 to ${MOST_LINES} lines`,
      got: `${lines.length} lines`,
    }),
  ]
}

const isLine = (line: string): boolean => line.trim() !== '' && line.length <= LONGEST_LINE && !hidesSigns(line)
