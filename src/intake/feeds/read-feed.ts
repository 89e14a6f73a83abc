import type { FeedFormat } from '../../mobilisation/feed.ts'
import type { XmlElement, XmlReading } from '../cap/xml-tree.ts'
import { readBmkgQuakes } from './bmkg-quake.ts'
import { readGdacs } from './gdacs.ts'
import { type InatewsContext, readInatewsJson, readInatewsXml } from './inatews.ts'
import { readNowcastList } from './nowcast.ts'
import { readPetaBencana } from './petabencana.ts'
import type { FeedReading } from './reading.ts'
import { readUsgs } from './usgs.ts'

/** What the readers of feeds need beside the bytes. */
export interface FeedContext extends InatewsContext {
  readonly feedUrl: string
  readXml(bytes: Buffer): Promise<XmlReading>
}

const overXml = async (
  bytes: Buffer,
  { readXml }: FeedContext,
  read: (root: XmlElement) => FeedReading,
): Promise<FeedReading> => {
  const tree = await readXml(bytes)
  return tree.kind === 'tree' ? read(tree.root) : { kind: 'unreadable', faults: tree.faults }
}

/** Whether the first sign that is no blank opens an element, in UTF-8 or UTF-16, with a byte order mark or without. */
const looksLikeXml = (bytes: Buffer): boolean =>
  /^[\0\s\u00ef\u00bb\u00bf\u00fe\u00ff]*</.test(bytes.subarray(0, 200).toString('latin1'))

/**
 * Reads what a feed of this form answered. One bad entry hides no other; what cannot be read at all says why. Throws
 * Unavailable where the XML reader does not answer.
 */
export const readFeed = async (format: FeedFormat, bytes: Buffer, context: FeedContext): Promise<FeedReading> => {
  switch (format) {
    case 'bmkg-quake':
      return readBmkgQuakes(bytes, context)
    case 'usgs':
      return readUsgs(bytes, context)
    case 'petabencana':
      return readPetaBencana(bytes, context)
    case 'inatews':
      return looksLikeXml(bytes)
        ? overXml(bytes, context, (root) => readInatewsXml(root, context))
        : readInatewsJson(bytes, context)
    case 'gdacs':
      return overXml(bytes, context, (root) => readGdacs(root, context))
    case 'bmkg-nowcast':
      return overXml(bytes, context, (root) => readNowcastList(root, context.feedUrl))
  }
}
