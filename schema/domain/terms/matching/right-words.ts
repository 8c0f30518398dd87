/**
 * Korean words that are one key away from a word of this field and mean something else: 재단 is a foundation and no 재난, 초기 is at first and no 포기.
 * Collected by going through every neighbor of the two-syllable words of the lexicon.
 */
const RIGHT_WORDS = (
  '분자 분모 표기 부류 수시 종류 이달 초기 호기 보유 계약 재단 재기 게시 산청 심청 군수 선수 검수 가수 수령 소량 인권 호소 타입 타인 전수 동료 종교 처지 처치 해경 ' +
  '일치 적시 부수 부하 개관 연기 연대 의회 의외 소요 소신 상단 기력 압력 만원 만점 대회 조류 대리 유류 기동 거동 애용 작용 가시 제작 인격 환상 특기 특히 이유 ' +
  '첨가 참사 연구 연소 기수 이후 수상 부호 원리 테크 민족 신사 부인 주인 수여 소화 구화 지난 배상 저해 기존 구립 구독 안보 발행 수표 기행 수칙 입금 제시 지갑 이완 시안 관료 건강 자각'
).split(' ')

/** True where a word holds one that is right as it stands. */
export const holdsRightWord = (word: string): boolean => RIGHT_WORDS.some(right => word.includes(right))
