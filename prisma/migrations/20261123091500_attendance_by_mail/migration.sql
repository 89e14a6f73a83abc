-- HADIR with the code is taken from an answered mail, too.
ALTER TABLE "drill_attendance" DROP CONSTRAINT "drill_attendance_via_word";
ALTER TABLE "drill_attendance"
    ADD CONSTRAINT "drill_attendance_via_word" CHECK ("via" IN ('link', 'sms', 'mail', 'operator', 'csv'));
ALTER TABLE "drill_presence" DROP CONSTRAINT "drill_presence_via_word";
ALTER TABLE "drill_presence" ADD CONSTRAINT "drill_presence_via_word" CHECK ("via" IN ('link', 'sms', 'mail'));
