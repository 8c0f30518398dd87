import type { Issue } from '../../issue.js'
import { addDays } from '../../period.js'
import { inFile, packIssue, type EditionRule, type PackPath } from './edition-rule.js'

type Span = { readonly of: string; readonly from: string | null; readonly to: string | null; readonly path: PackPath }

const FIRST_DAY = '0000-00-00'
const LAST_DAY = '9999-99-99'

const overlaps = (whatKo: string, whatEn: string, spans: readonly Span[]): readonly Issue[] =>
  spans.flatMap((span, i) => {
    const earlier = spans
      .slice(0, i)
      .find(
        other =>
          other.of === span.of && (other.from ?? FIRST_DAY) <= (span.to ?? LAST_DAY) && (span.from ?? FIRST_DAY) <= (other.to ?? LAST_DAY),
      )
    if (earlier === undefined) return []
    return packIssue({
      code: 'EDITION_DATES',
      path: span.path,
      ko: `${span.of}의 ${whatKo} 기간이 ${earlier.path.join('.')}와 겹칩니다.`,
      en: `this ${whatEn} of ${span.of} overlaps the one at ${earlier.path.join('.')}.`,
      expected: earlier.to === null ? `an end for the earlier ${whatEn}` : `${addDays(earlier.to, 1)} or later`,
      got: span.from ?? 'no first day',
    })
  })

/** No day has two memberships, two calendars, two regions or, for one measure set, two agreements of one center. */
export const spansDoNotOverlap: EditionRule = ({ codelists, members }) => [
  ...overlaps(
    '회원 자격',
    'membership',
    members.members.map(({ center, member_from, member_to }, i) => ({
      of: center,
      from: member_from,
      to: member_to,
      path: inFile('members', 'members', i, 'member_from'),
    })),
  ),
  ...overlaps(
    '운영 달력',
    'calendar',
    members.calendars.map(({ center, valid_from, valid_to }, i) => ({
      of: center,
      from: valid_from,
      to: valid_to,
      path: inFile('members', 'calendars', i, 'valid_from'),
    })),
  ),
  ...codelists.codelists.flatMap((list, i) =>
    (list.kind === 'centers' ? list.items : []).flatMap(({ code, jurisdiction_history }, j) =>
      overlaps(
        '관할',
        'region',
        (jurisdiction_history ?? []).map(({ valid_from, valid_to }, k) => ({
          of: code,
          from: valid_from,
          to: valid_to,
          path: inFile('codelists', 'codelists', i, 'items', j, 'jurisdiction_history', k),
        })),
      ),
    ),
  ),
  ...overlaps(
    '약정',
    'agreement',
    members.agreements.flatMap(({ centers, measure_set, valid_from, valid_to }, i) =>
      (centers === 'all_members' ? [...new Set(members.members.map(({ center }) => center))] : centers).map(center => ({
        of: `${center} (${measure_set})`,
        from: valid_from,
        to: valid_to,
        path: inFile('members', 'agreements', i, 'valid_from'),
      })),
    ),
  ),
]
