/** Words that narrow, negate, count otherwise, set a target, a time, a channel or a topic: anywhere in a label they make another figure of it. */
export const TOKENS: readonly string[] = (
  '미 재 비 불 무 순 실 준 반 부 역 초 총 누적 누계 목표 계획 예상 예측 예정 전년 전년동월 전월 전주 전일 작년 지난달 전년대비 대비 증감 증가 감소 증감률 증가분 차이 달성 달성률 최대 최고 최소 최저 ' +
  '최장 최단 중앙 중앙값 중위 평균 편차 표준편차 분산 상위 하위 90분위 1인당 인당 일인당 건당 콜당 시간당 일평균 월평균 주평균 연평균 월간 주간 연간 분기 상반기 평일 주말 휴일 공휴일 토요일 월요일 야간 ' +
  '새벽 오전 오후 심야 점심 피크 피크타임 첨두 최번시 09시 9시 3월 2025년 신규 기존 외부 내부 타부서 본청 구청 시청 1팀 A팀 2센터 제2 본사 위탁 직영 재택 신입 숙련 관리자 팀장 팀별 그룹 스킬 ' +
  '상담사별 채널별 시간대별 일별 유형별 구별 외국어 영어 수어 여성 남성 어르신 장애인 청년 기업 공무원 챗봇 채팅 문자 이메일 팩스 앱 웹 카카오톡 홈페이지 화상 ARS 보이는ARS 콜봇 콜백 예약 발신 ' +
  '아웃바운드 인바운드 수도 교통 세금 여권 복지 코로나 태풍 한파 폭염 악성 성희롱 폭언 반복 중복 제외 포함 외 불만 긴급 일반 특별 우선 테스트 시험 모의 훈련 교육 실패 성공 오류 장애 취소 거절 차단 지연 ' +
  '보류 미처리 미완료 잔여 이월 소계 합산 가중 보정 추정 잠정 수정 표본 일부 부분 20초 30초 5분 10% 100점 5점 원 만원 관련 결과 현황 내역 센터 전체 자동 수동 직접 간접 유선 무선 휴대폰 국제 ' +
  '시외 서울 부산 병가 지각 이관 전환 회신 처리 완료 요청 대기 응답 이탈 포기 통화 사후 유효 무효 최초 1차 2차 마지막 개별 공통 별도 기타 추가 순위 등급 지수 비용 예산 협약 SLA 1건 통역 3자 단순 ' +
  '복합 전문 야간반 조 파트 시범 한정 이내 초과 미만 이상 이하 내 외부기관 타기관 경찰 119 110 112 자발적 비자발적 정규직 계약직 무기계약 not non un re net gross target ' +
  'planned forecast expected max min peak median stddev p90 90th weekday weekend night morning monthly weekly yearly YTD ' +
  'MTD cumulative previous last year change delta growth excl incl excluding including without failed repeat ' +
  'repeated test internal external transfer transferred outbound inbound chat email web fax video bot VIP new ' +
  'returning partial team skill group agent supervisor per hour day rate share average total short long first second ' +
  'unique duplicate ratio percent queue ring ringing hold busy blocked lost overflow in out by on with via only all ' +
  'other line local mobile Korean English daily avg score top bottom rank index cost estimated raw adjusted ' +
  'weighted sample scheduled actual voice'
).split(' ')

/** Tokens that say nothing of a figure, and why. */
export const NOTHING: Readonly<Record<string, string>> = {
  현황: 'the status of a figure is the figure',
  결과: 'as is its result',
  내역: 'and its details, where no breakdown is said (-별)',
  일별: 'values are of days',
  daily: 'values are of days',
  센터: 'the center itself, whose words these are',
  전체: 'all of it, which is what a figure is of where nothing narrows it',
  all: 'the same in English',
  총: 'the same again; in the name of a mean it goes to a person',
  total: 'the same in English',
  관련: 'about what the rest of the label says',
  line: 'a line of a sheet, or the phone line of the center',
  with: 'joins and says nothing by itself; what it joins is said beside it',
  by: 'the same',
  in: 'the same',
  on: 'the same',
}

/** Tokens that say of the standards named what they are by their definition, and why. */
export const INHERENT: readonly (readonly [token: string, refs: RegExp, why: string])[] = [
  [
    'inbound',
    /^(?:measure:(?:calls|talk|wait|hold|acw|stt|contacts_offered)|indicator:(?!contacts_per))/,
    'calls of the edition come in; those that go out are measures of their own',
  ],
  [
    'queue',
    /abandon|wait|asa|offered|answered|flow|service_level|response|entry/,
    'what is offered, answered, given up or waited for is so in the queue',
  ],
  ['통화', /^(?:measure|indicator):/, 'a call, of which the figure is'],
  ['응답', /answered|response_rate|service_level|asa|csat_|instrument/, 'what is answered'],
  ['대기', /wait|abandon|flow/, 'who gives up was waiting'],
  ['처리', /^(?:measure|indicator):/, 'what is counted was handled'],
  ['완료', /resolved|fcr|completed|contained|automation|qa_|answered/, 'the figure is of what was completed'],
  ['최초', /resolved_first|fcr/, 'the first contact, in another word'],
  ['1차', /resolved_first|fcr/, 'the same'],
  ['first', /resolved_first|fcr/, 'the same in English'],
  ['repeat', /repeat/, 'said again'],
  ['repeated', /repeat/, 'said again'],
  ['이내', /within|service_level|repeat|short/, 'the bound, said twice'],
  ['이하', /within|service_level|short/, 'the same'],
  ['내', /within|service_level|repeat|short/, 'the same'],
  ['20초', /service_level|within_20s/, 'the bound of the standard itself'],
  ['건당', /^indicator:(?:a|average_)/, 'a mean is one per call'],
  ['콜당', /^indicator:(?:a|average_)/, 'the same'],
  ['1건', /^indicator:(?:a|average_)/, 'the same'],
  ['평균', /^indicator:/, 'the figure is a mean'],
  ['avg', /^indicator:/, 'the same in English'],
  ['average', /^indicator:/, 'the same in English'],
  ['일인당', /per_fte|per_participant/, 'said twice'],
  ['1인당', /per_fte|per_participant/, 'said twice'],
  ['per', /per_fte|per_participant/, 'said twice'],
  ['rate', /^indicator:/, 'the figure is a share'],
  ['ratio', /^indicator:/, 'the same'],
  ['percent', /^indicator:/, 'the unit of a share'],
  ['share', /^indicator:/, 'the same'],
  ['비중', /^indicator:/, 'the same'],
  ['합산', /_seconds|_sum|_hours|absence/, 'the figure is a sum, or a share of sums'],
  ['웹', /app_web/, 'the web, which 누리집 is'],
  ['web', /app_web/, 'the same in English'],
  ['score', /score/, 'the figure is a score'],
  ['초', /seconds|hours|^indicator:a/, 'a unit of time in the name of a time; one that differs from its column goes to a person'],
  ['second', /seconds|hours|^indicator:a/, 'the same in English'],
  ['hour', /hours/, 'the same'],
  ['min', /seconds|hours|^indicator:a/, 'the same'],
  ['외국어', /^codelist:language|foreign/, 'languages are what the column is of'],
  ['통역', /^codelist:language|foreign/, 'the same'],
  ['악성', /^codelist:malicious_type|malicious/, 'the same of what is malicious'],
  ['이관', /^codelist:transfer_target|transferred|transfer_rate/, 'the same of where calls are handed on'],
  ['agent', /^codelist:(?:employment_type|training_audience)|headcount/, 'the same of those who are employed or trained'],
  ['요청', /^codelist:topic|requested/, 'somebody asks about every topic'],
  ['타기관', /transferred_agency|agency_transfer|agency_other/, 'an agency, in another word'],
]
