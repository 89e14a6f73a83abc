/** What a status in an answer to submit_sm means for the message. The same status never means two things. */
export type Meaning =
  | 'taken'
  /** Not taken: the gateway has had enough for now. */
  | 'throttled'
  /** Not taken, for a reason that passes. */
  | 'later'
  /** Not taken, because this session or our settings are not as the SMSC wants them. */
  | 'ours'
  /** Not taken: nobody can be reached at this number. */
  | 'bad-number'
  | 'refused'
  /** The SMSC itself does not know what became of it. */
  | 'unknown'

// SMPP v3.4, section 5.1.3, those that an SMSC may answer a submission, a query or a bind with.
const STATUSES: Readonly<Record<number, readonly [name: string, meaning: Meaning]>> = {
  0: ['ESME_ROK', 'taken'],
  1: ['ESME_RINVMSGLEN', 'refused'],
  2: ['ESME_RINVCMDLEN', 'refused'],
  3: ['ESME_RINVCMDID', 'refused'],
  4: ['ESME_RINVBNDSTS', 'ours'],
  5: ['ESME_RALYBND', 'ours'],
  6: ['ESME_RINVPRTFLG', 'refused'],
  7: ['ESME_RINVREGDLVFLG', 'refused'],
  8: ['ESME_RSYSERR', 'later'],
  10: ['ESME_RINVSRCADR', 'ours'],
  11: ['ESME_RINVDSTADR', 'bad-number'],
  12: ['ESME_RINVMSGID', 'refused'],
  13: ['ESME_RBINDFAIL', 'ours'],
  14: ['ESME_RINVPASWD', 'ours'],
  15: ['ESME_RINVSYSID', 'ours'],
  20: ['ESME_RMSGQFUL', 'throttled'],
  21: ['ESME_RINVSERTYP', 'ours'],
  67: ['ESME_RINVESMCLASS', 'refused'],
  69: ['ESME_RSUBMITFAIL', 'later'],
  72: ['ESME_RINVSRCTON', 'ours'],
  73: ['ESME_RINVSRCNPI', 'ours'],
  80: ['ESME_RINVDSTTON', 'ours'],
  81: ['ESME_RINVDSTNPI', 'ours'],
  83: ['ESME_RINVSYSTYP', 'ours'],
  84: ['ESME_RINVREPFLAG', 'refused'],
  88: ['ESME_RTHROTTLED', 'throttled'],
  97: ['ESME_RINVSCHED', 'refused'],
  98: ['ESME_RINVEXPIRY', 'refused'],
  100: ['ESME_RX_T_APPN', 'later'],
  101: ['ESME_RX_P_APPN', 'refused'],
  102: ['ESME_RX_R_APPN', 'refused'],
  103: ['ESME_RQUERYFAIL', 'later'],
  192: ['ESME_RINVOPTPARSTREAM', 'refused'],
  193: ['ESME_ROPTPARNOTALLWD', 'refused'],
  194: ['ESME_RINVPARLEN', 'refused'],
  195: ['ESME_RMISSINGOPTPARAM', 'refused'],
  196: ['ESME_RINVOPTPARAMVAL', 'refused'],
  254: ['ESME_RDELIVERYFAILURE', 'refused'],
  255: ['ESME_RUNKNOWNERR', 'unknown'],
}

export const STATUS = {
  ok: 0x00,
  invalidCommandLength: 0x02,
  invalidCommand: 0x03,
  notBound: 0x04,
  queueFull: 0x14,
  /** What we answer a delivery with that could not be kept: the SMSC brings it again. */
  tryAgain: 0x64,
} as const

/** As the standard calls it and in hexadecimal: an operator's own statuses have no name. */
export const statusText = (status: number): string => {
  const code = `0x${status.toString(16).toUpperCase().padStart(2, '0')}`
  const name = STATUSES[status]?.[0]
  return name === undefined ? `status ${code}` : `${name} (${code})`
}

/** A status that nobody has described is a refusal: the message was answered and not taken. */
export const meaningOf = (status: number): Meaning => STATUSES[status]?.[1] ?? 'refused'
