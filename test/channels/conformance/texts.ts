// 3GPP TS 23.038, 6.2.1 and 6.2.1.1: the default alphabet and its extension, without ESC and the page break.
const GSM_7 =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà'
const EXTENSION = '^{}\\[~]|€'

/** Every character that one GSM-7 message can hold, in one part: 127 + 9 × 2 septets. */
export const EVERY_SIGN = `${GSM_7}${EXTENSION}`

/** Whatever ends a string, a field, a header, a line or a tag somewhere, and what looks like a placeholder. In GSM-7. */
export const HOSTILE = [
  `","to":"+6280000000000","x":"'`,
  '&to=080&%0d%0aX: 1+%7B ?#;',
  '\r\nHost: x\r\n\r\n',
  `{to} {text} {ref} $\{SMS_TOKEN} $& $1 \\" \\n`,
  '</message>]]>',
].join('')
