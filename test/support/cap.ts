import { PANGALENGAN } from './people.ts'

/** What a test changes of an alert in CAP; the rest is a flood at Pangalengan, of which BPBD warns in Indonesian. */
export interface CapGiven {
  readonly identifier?: string
  readonly sender?: string
  /** With an offset, as CAP wants it. */
  readonly sent?: string
  readonly status?: string
  readonly msgType?: string
  /** With what belongs to it, such as a restriction. */
  readonly scope?: string
  /** `sender,identifier,sent`, divided by blanks. */
  readonly references?: string
  readonly language?: string
  readonly category?: string
  readonly event?: string
  readonly responseType?: string
  readonly severity?: string
  readonly certainty?: string
  readonly urgency?: string
  /** Of a parameter named level. */
  readonly level?: string
  readonly onset?: string
  readonly headline?: string
  /** Of the circle, in km. */
  readonly radiusKm?: number
  readonly version?: '1.1' | '1.2'
}

const SENT = '2026-11-22T13:21:00+07:00'

const CAP_SENDER = 'pusdalops@bpbd-bandung.invalid'

/** How another message refers to one of these. */
export const refersTo = (identifier: string, sent = SENT, sender = CAP_SENDER): string =>
  `${sender},${identifier},${sent}`

const tag = (name: string, text: string | undefined): string => (text === undefined ? '' : `<${name}>${text}</${name}>`)

/** An alert in CAP 1.2 with one block. */
export const aCap = (given: CapGiven = {}): string => {
  const [longitude, latitude] = PANGALENGAN
  return `<?xml version="1.0" encoding="UTF-8"?>
<alert xmlns="urn:oasis:names:tc:emergency:cap:${given.version ?? '1.2'}">
  <identifier>${given.identifier ?? 'cap-1'}</identifier>
  <sender>${given.sender ?? CAP_SENDER}</sender>
  <sent>${given.sent ?? SENT}</sent>
  <status>${given.status ?? 'Actual'}</status>
  <msgType>${given.msgType ?? 'Alert'}</msgType>
  ${given.scope ?? '<scope>Public</scope>'}
  ${tag('references', given.references)}
  <info>
    <language>${given.language ?? 'id'}</language>
    <category>${given.category ?? 'Safety'}</category>
    <event>${given.event ?? 'Banjir'}</event>
    ${tag('responseType', given.responseType)}
    <urgency>${given.urgency ?? 'Immediate'}</urgency>
    <severity>${given.severity ?? 'Severe'}</severity>
    <certainty>${given.certainty ?? 'Observed'}</certainty>
    <onset>${given.onset ?? SENT}</onset>
    <headline>${given.headline ?? 'Banjir Kec. Pangalengan'}</headline>
    ${given.level === undefined ? '' : `<parameter><valueName>level</valueName><value>${given.level}</value></parameter>`}
    <area>
      <areaDesc>Kec. Pangalengan</areaDesc>
      <circle>${latitude},${longitude} ${given.radiusKm ?? 5}</circle>
      <geocode><valueName>kemendagri</valueName><value>32.04.15.2003</value></geocode>
    </area>
  </info>
</alert>
`
}
