/** Something that whoever runs `npm start` can mend: said in two sentences, without a stack. */
export class StartFault extends Error {
  readonly messageKo: string

  constructor(messageKo: string, messageEn: string) {
    super(messageEn)
    this.messageKo = messageKo
  }
}
