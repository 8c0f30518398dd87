import { MESSAGE_SHAPE, type PlaybookMessage } from '../../schema/domain/playbooks/playbook-message.js'

/** A typhoon alert of 심각 for Busan and Ulsan, whole and in order. */
export const SAMPLE_MESSAGE: PlaybookMessage = {
  shape: MESSAGE_SHAPE,
  activationId: '01KAMW4Y00ACT0000000000001',
  messageId: '01KAMW4Y00MSG0000000000001',
  seq: 1,
  kind: 'ALERT',
  status: 'ACTUAL',
  exerciseId: null,
  hazard: 'typhoon',
  hazardKo: '태풍',
  hazardEn: 'Typhoon',
  level: 'serious',
  cap: {
    categories: ['Met'],
    urgency: 'Immediate',
    severity: 'Extreme',
    certainty: 'Observed',
    responses: ['Shelter', 'Evacuate'],
  },
  issuedByKo: '부산광역시 재난안전대책본부',
  issuedByEn: 'Busan Disaster and Safety Headquarters',
  headlineKo: '부산 태풍 심각 · 태풍경보',
  headlineEn: null,
  areas: [
    { code: '26', iso: 'KR-26', nameKo: '부산광역시', nameEn: 'Busan' },
    { code: '31', iso: 'KR-31', nameKo: '울산광역시', nameEn: 'Ulsan' },
  ],
  sections: [
    {
      code: 'first_answer_script',
      titleKo: '첫 응대',
      titleEn: 'First answer',
      ko: ['지금 계신 곳과 위험한 일이 있는지 먼저 알려 주세요.', '지금은 밖에 나가지 말고 창문과 문을 닫아 주세요.'],
      en: ['Where are you now, and is anyone in danger?', 'Stay indoors, close doors and windows.'],
    },
    { code: 'must_not_say', titleKo: '하지 않을 말', titleEn: 'Not to be said', ko: ['곧 지나간다는 예측'], en: [] },
  ],
  sent: '2026-11-21T18:00:00+09:00',
  effective: '2026-11-21T18:00:00+09:00',
  onset: '2026-11-21T21:00:00+09:00',
  expires: '2026-11-22T06:00:00+09:00',
  references: [],
  cancelCause: null,
  noteKo: null,
  noteEn: null,
  late: false,
  ratification: 'NOT_NEEDED',
  playbook: { code: 'pb_typhoon', version: 1 },
}

/** The sample with its ids, references and status of another kind. */
export const sampleOf = (status: PlaybookMessage['status']): PlaybookMessage => {
  const prefix = status === 'EXERCISE' ? 'EXR-' : status === 'TEST' ? 'TST-' : ''
  return {
    ...SAMPLE_MESSAGE,
    status,
    activationId: prefix + SAMPLE_MESSAGE.activationId,
    messageId: prefix + SAMPLE_MESSAGE.messageId,
    exerciseId: status === 'EXERCISE' ? '2026-11 을지 태풍 훈련' : null,
  }
}

/** An update of the sample, seq 2, with what a test changes. */
export const sampleUpdate = (changes: Partial<PlaybookMessage> = {}): PlaybookMessage => ({
  ...SAMPLE_MESSAGE,
  messageId: '01KAMXB1M0MSG0000000000002',
  seq: 2,
  kind: 'UPDATE',
  sent: '2026-11-21T18:20:00+09:00',
  effective: '2026-11-21T18:20:00+09:00',
  references: [{ messageId: SAMPLE_MESSAGE.messageId, seq: 1, sent: SAMPLE_MESSAGE.sent }],
  ...changes,
})
