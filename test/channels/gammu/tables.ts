const STATUS = `'SendingOK', 'SendingOKNoReport', 'SendingError', 'DeliveryOK', 'DeliveryFailed', 'DeliveryPending',
  'DeliveryUnknown', 'Error'`
const CODING = `varchar(255) NOT NULL DEFAULT 'Default_No_Compression' CHECK ("Coding" IN ('Default_No_Compression',
  'Unicode_No_Compression', '8bit', 'Default_Compression', 'Unicode_Compression'))`
const INSTANT = 'timestamp(0) WITHOUT time zone NOT NULL DEFAULT LOCALTIMESTAMP(0)'

/** SMSD's tables, schema 17, after gammu-smsd-tables(7): the fields, defaults and checks that its package has. */
export const TABLES = `
CREATE FUNCTION update_timestamp() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN NEW."UpdatedInDB" := LOCALTIMESTAMP(0); RETURN NEW; END $$;
CREATE TABLE gammu ("Version" smallint PRIMARY KEY);
INSERT INTO gammu VALUES (17);
CREATE TABLE inbox (
  "UpdatedInDB" ${INSTANT}, "ReceivingDateTime" ${INSTANT}, "Text" text NOT NULL,
  "SenderNumber" varchar(20) NOT NULL DEFAULT '', "Coding" ${CODING}, "UDH" text NOT NULL,
  "SMSCNumber" varchar(20) NOT NULL DEFAULT '', "Class" integer NOT NULL DEFAULT -1,
  "TextDecoded" text NOT NULL DEFAULT '', "ID" serial PRIMARY KEY, "RecipientID" text NOT NULL,
  "Processed" boolean NOT NULL DEFAULT false, "Status" integer NOT NULL DEFAULT -1);
CREATE TABLE outbox (
  "UpdatedInDB" ${INSTANT}, "InsertIntoDB" ${INSTANT}, "SendingDateTime" timestamp NOT NULL DEFAULT LOCALTIMESTAMP(0),
  "SendBefore" time NOT NULL DEFAULT '23:59:59', "SendAfter" time NOT NULL DEFAULT '00:00:00', "Text" text,
  "DestinationNumber" varchar(20) NOT NULL DEFAULT '', "Coding" ${CODING}, "UDH" text, "Class" integer DEFAULT -1,
  "TextDecoded" text NOT NULL DEFAULT '', "ID" serial PRIMARY KEY, "MultiPart" boolean NOT NULL DEFAULT false,
  "RelativeValidity" integer DEFAULT -1, "SenderID" varchar(255), "SendingTimeOut" ${INSTANT},
  "DeliveryReport" varchar(10) DEFAULT 'default' CHECK ("DeliveryReport" IN ('default', 'yes', 'no')),
  "CreatorID" text NOT NULL, "Retries" integer DEFAULT 0, "Priority" integer DEFAULT 0,
  "Status" varchar(255) NOT NULL DEFAULT 'Reserved' CHECK ("Status" IN (${STATUS}, 'Reserved')),
  "StatusCode" integer NOT NULL DEFAULT -1);
CREATE TABLE outbox_multipart (
  "Text" text, "Coding" ${CODING}, "UDH" text, "Class" integer DEFAULT -1, "TextDecoded" text, "ID" serial,
  "SequencePosition" integer NOT NULL DEFAULT 1,
  "Status" varchar(255) NOT NULL DEFAULT 'Reserved' CHECK ("Status" IN (${STATUS}, 'Reserved')),
  "StatusCode" integer NOT NULL DEFAULT -1, PRIMARY KEY ("ID", "SequencePosition"));
CREATE TABLE phones (
  "ID" text NOT NULL, "UpdatedInDB" ${INSTANT}, "InsertIntoDB" ${INSTANT}, "TimeOut" ${INSTANT},
  "Send" boolean NOT NULL DEFAULT false, "Receive" boolean NOT NULL DEFAULT false, "IMEI" varchar(35) PRIMARY KEY,
  "IMSI" varchar(35) NOT NULL, "NetCode" varchar(10) DEFAULT 'ERROR', "NetName" varchar(35) DEFAULT 'ERROR',
  "Client" text NOT NULL, "Battery" integer NOT NULL DEFAULT -1, "Signal" integer NOT NULL DEFAULT -1,
  "Sent" integer NOT NULL DEFAULT 0, "Received" integer NOT NULL DEFAULT 0);
CREATE TABLE sentitems (
  "UpdatedInDB" ${INSTANT}, "InsertIntoDB" ${INSTANT}, "SendingDateTime" ${INSTANT},
  "DeliveryDateTime" timestamp(0) WITHOUT time zone, "Text" text NOT NULL,
  "DestinationNumber" varchar(20) NOT NULL DEFAULT '', "Coding" ${CODING}, "UDH" text NOT NULL,
  "SMSCNumber" varchar(20) NOT NULL DEFAULT '', "Class" integer NOT NULL DEFAULT -1,
  "TextDecoded" text NOT NULL DEFAULT '', "ID" serial, "SenderID" varchar(255) NOT NULL,
  "SequencePosition" integer NOT NULL DEFAULT 1,
  "Status" varchar(255) NOT NULL DEFAULT 'SendingOK' CHECK ("Status" IN (${STATUS})),
  "StatusError" integer NOT NULL DEFAULT -1, "TPMR" integer NOT NULL DEFAULT -1,
  "RelativeValidity" integer NOT NULL DEFAULT -1, "CreatorID" text NOT NULL, "StatusCode" integer NOT NULL DEFAULT -1,
  PRIMARY KEY ("ID", "SequencePosition"));
CREATE TRIGGER update_timestamp BEFORE UPDATE ON inbox FOR EACH ROW EXECUTE PROCEDURE update_timestamp();
CREATE TRIGGER update_timestamp BEFORE UPDATE ON outbox FOR EACH ROW EXECUTE PROCEDURE update_timestamp();
CREATE TRIGGER update_timestamp BEFORE UPDATE ON phones FOR EACH ROW EXECUTE PROCEDURE update_timestamp();
CREATE TRIGGER update_timestamp BEFORE UPDATE ON sentitems FOR EACH ROW EXECUTE PROCEDURE update_timestamp();
`
