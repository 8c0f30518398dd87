import { expect, it } from 'vitest'
import { describeMessageDiff } from '../../../schema/domain/playbooks/describe-message-diff.js'
import type { PlaybookMessage } from '../../../schema/domain/playbooks/playbook-message.js'
import { SAMPLE_MESSAGE, sampleUpdate } from '../../support/sample-message.js'

const [SCRIPT, NEVER] = SAMPLE_MESSAGE.sections as [PlaybookMessage['sections'][number], PlaybookMessage['sections'][number]] // two by the sample
const said = (changes: Partial<PlaybookMessage>) =>
  describeMessageDiff(SAMPLE_MESSAGE, sampleUpdate(changes)).map(({ part, ko, en }) => [part, ko, en])

it('an update that says the same is no change', () => {
  expect(said({})).toEqual([])
})

it.each<[string, Partial<PlaybookMessage>, string, string, string]>([
  [
    'a fallen level',
    { level: 'alert' },
    'level',
    '단계가 내렸습니다: 심각 → 경계.',
    'The level fell from Serious (red) to Alert (orange).',
  ],
  [
    'a new expiry',
    { expires: '2026-11-22T09:30:00+09:00' },
    'expires',
    '유효 시각이 바뀌었습니다: 2026년 11월 22일 09:30까지.',
    'It now holds until 2026-11-22 09:30 KST.',
  ],
  ['an onset that nobody knows', { onset: null }, 'onset', '시작 시각은 아직 알 수 없습니다.', 'When it begins is not known any more.'],
  [
    'an area that is out',
    { areas: SAMPLE_MESSAGE.areas.slice(0, 1) },
    'areas',
    '지역이 빠졌습니다: 울산광역시.',
    'Areas no longer in it: Ulsan.',
  ],
  [
    'a cancel',
    { kind: 'CANCEL', cancelCause: 'ISSUED_IN_ERROR' },
    'kind',
    '잘못 나간 발령이어서 취소되었습니다.',
    'It is canceled: it was issued in error.',
  ],
  ['an approval', { ratification: 'RATIFIED' }, 'ratification', '사후승인되었습니다.', 'It has been approved after the fact.'],
  ['a note', { noteKo: '막차 연장', noteEn: null }, 'note', '덧붙인 말: 막차 연장', 'The note is gone, or in Korean only.'],
  [
    'a headline',
    { headlineKo: '부산 태풍 심각 · 대피' },
    'headline',
    '제목이 바뀌었습니다: 부산 태풍 심각 · 대피',
    'The headline changed; it is in Korean only.',
  ],
  [
    'a line that is new',
    { sections: [{ ...SCRIPT, ko: [...SCRIPT.ko, '지금 대피하세요.'] }, NEVER] },
    'section:first_answer_script',
    '첫 응대: 새로 “지금 대피하세요.”.',
    'First answer: changed in Korean only.',
  ],
  [
    'lines that changed places',
    { sections: [{ ...SCRIPT, ko: SCRIPT.ko.toReversed(), en: SCRIPT.en.toReversed() }, NEVER] },
    'section:first_answer_script',
    '첫 응대: 줄의 순서가 바뀌었습니다.',
    'First answer: the lines stand in another order.',
  ],
  [
    'a section that is gone',
    { sections: [SCRIPT] },
    'section:must_not_say',
    '하지 않을 말: 빠짐 “곧 지나간다는 예측”.',
    'Not to be said: changed in Korean only.',
  ],
])('%s is said in both languages', (_, changes, part, ko, en) => {
  expect(said(changes)).toEqual([[part, ko, en]])
})

it('says what matters most first, and every area and section by itself', () => {
  const added = { code: 'key_facts', titleKo: '사실', titleEn: 'Facts', ko: ['풍속 40 m/s'], en: ['Wind 40 m/s'] }
  const newer = sampleUpdate({
    level: 'caution',
    areas: [{ code: '12', iso: null, nameKo: '전남광주통합특별시', nameEn: 'Jeonnam-Gwangju' }],
    sections: [added, ...SAMPLE_MESSAGE.sections],
  })
  expect(describeMessageDiff(SAMPLE_MESSAGE, newer).map(({ part, en }) => [part, en])).toEqual([
    ['level', 'The level fell from Serious (red) to Caution (yellow).'],
    ['areas', 'Areas added: Jeonnam-Gwangju.'],
    ['areas', 'Areas no longer in it: Busan, Ulsan.'],
    ['section:key_facts', 'Facts: new “Wind 40 m/s”.'],
  ])
})

it('a cancel is told as that, not as what is gone with it', () => {
  const lead = { code: 'lead', titleKo: '먼저 알릴 것', titleEn: 'First of all', ko: ['끝났습니다.'], en: ['It is over.'] }
  const over = {
    kind: 'CANCEL',
    cancelCause: 'ENDED',
    level: 'attention',
    headlineKo: '[해제] 부산 태풍',
    areas: [],
    sections: [lead],
  } as const
  expect(said(over).map(([part, ko]) => [part, ko])).toEqual([
    ['kind', '상황이 끝나 해제되었습니다.'],
    ['section:lead', '먼저 알릴 것: 새로 “끝났습니다.”.'],
  ])
})

it('a line that stood twice and stands once is one line gone', () => {
  const twice = sampleUpdate({ sections: [{ ...SCRIPT, ko: ['가', '가', '나'], en: [] }] })
  const once = sampleUpdate({ sections: [{ ...SCRIPT, ko: ['나', '가'], en: [] }] })
  expect(describeMessageDiff(twice, once)).toEqual([
    {
      part: 'section:first_answer_script',
      ko: '첫 응대: 빠짐 “가”.',
      en: 'First answer: changed in Korean only.',
      lines: { ko: { added: [], removed: ['가'], isSame: false }, en: { added: [], removed: [], isSame: true } },
    },
  ])
})
