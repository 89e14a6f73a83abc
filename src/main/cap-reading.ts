import { readCap } from '../intake/cap/cap.ts'
import { capMessage } from '../intake/cap/cap-message.ts'
import type { KnownPlaces } from '../intake/cap/cap-places.ts'
import { createXmlReader, type XmlReader } from '../intake/cap/xml-reader.ts'
import type { XmlReading } from '../intake/event-delivery.ts'
import { feedRestraint } from '../mobilisation/feed-policy.ts'
import type { Installation } from './installation.ts'

const readers = new WeakMap<Installation, XmlReader>()

/** One XML reader for an installation, with its thread; `closeXmlReader` ends it. */
export const xmlReaderOf = (installation: Installation): XmlReader => {
  const open = readers.get(installation) ?? createXmlReader()
  readers.set(installation, open)
  return open
}

export const closeXmlReader = async (installation: Installation): Promise<void> => {
  await readers.get(installation)?.close()
  readers.delete(installation)
}

/** What a reader of alerts asks about the codes that they name. */
export const knownPlaces = ({ places }: Pick<Installation, 'places'>): KnownPlaces => ({
  villageExists: (code) => places.gazetteer().find(code)?.level === 'village',
  regionOf: (code) => places.gazetteer().find(code) !== undefined,
})

const NO_THRESHOLDS = { minMagnitude: null, maxDepthKm: null, minMmi: null }

/** Reads alerts in CAP 1.2 as they come over HTTP. */
export const capReader =
  (installation: Installation) =>
  async (bytes: Buffer, receivedAt: Date): Promise<XmlReading> => {
    const xml = await xmlReaderOf(installation).readXml(bytes)
    if (xml.kind === 'refused') return { kind: 'refused', status: 400, faults: xml.faults }
    const cap = readCap(xml.root)
    if (cap.kind === 'refused') return { kind: 'refused', status: 422, faults: cap.faults }
    const message = capMessage(cap.alert, knownPlaces(installation), receivedAt)
    if (message.kind === 'refused') return { kind: 'refused', status: 422, faults: message.faults }
    // An agency whose alerts call nobody through its feed calls nobody through an operator's hand either.
    const policy = installation.configuration.feeds.senders.get(message.message.source.toLowerCase())
    const restraint =
      policy === undefined ? message.message.restraint : feedRestraint(policy, message.message, NO_THRESHOLDS)
    return {
      kind: 'message',
      message: { ...message.message, restraint },
      warnings: [...cap.warnings, ...message.warnings],
    }
  }
