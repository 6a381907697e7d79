package org.yagura.core.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.yagura.core.text.ByteBuilder;

class PointInTimeTest {
    private static final long SECOND = 1_000_000_000L;
    /** 2026-11-28 03:27:25.5 UTC. */
    private static final long NOW = Instant.parse("2026-11-28T03:27:25.5Z").getEpochSecond() * SECOND + SECOND / 2;

    private static Zone zone(String id) {
        return (seconds, fields) -> {
            LocalDateTime time =
                    Instant.ofEpochSecond(seconds).atZone(ZoneId.of(id)).toLocalDateTime();
            fields[0] = time.getYear();
            fields[1] = time.getMonthValue();
            fields[2] = time.getDayOfMonth();
            fields[3] = time.getHour();
            fields[4] = time.getMinute();
            fields[5] = time.getSecond();
            return true;
        };
    }

    private static long parse(String text, Zone zone) {
        return PointInTime.parse(text.getBytes(StandardCharsets.ISO_8859_1), NOW, zone);
    }

    private static void is(String expected, String text, Zone zone) {
        Instant instant = Instant.parse(expected);
        assertEquals(instant.getEpochSecond() * SECOND + instant.getNano(), parse(text, zone), text);
    }

    @Test
    void datesAndTimesOfDay() {
        is("2026-11-28T00:00:00Z", "2026-11-28", Zone.UTC);
        is("2026-11-28T03:27:00Z", "2026-11-28 03:27", Zone.UTC);
        is("2026-02-01T23:59:59.25Z", "2026-02-01T23:59:59.25", Zone.UTC);
        is("2026-11-28T07:05:00Z", "7:05", Zone.UTC);
        is("2026-11-28T17:05:09Z", "17:05:09", Zone.UTC);
        is("2026-11-28T00:00:00Z", "today", Zone.UTC);
        is("2026-11-27T00:00:00Z", "yesterday", Zone.UTC);
        is("2026-11-28T03:27:25.5Z", "now", Zone.UTC);
    }

    @Test
    void inAnotherZone() {
        Zone berlin = zone("Europe/Berlin");
        is("2026-11-27T23:00:00Z", "today", berlin);
        is("2026-07-01T10:00:00Z", "2026-07-01 12:00", berlin);
        is("2026-07-01T12:00:00Z", "2026-07-01 12:00Z", berlin);
        is("2026-11-28T11:00:00Z", "12:00", berlin);
        is("2026-11-26T09:30:00Z", "yesterday", shifted());
    }

    /** A zone of nine hours and a half behind: its days begin at 09:30 of ours. */
    private static Zone shifted() {
        return (seconds, fields) -> CivilTime.fields(seconds - 34_200, fields);
    }

    @Test
    void theDaysOnWhichClocksAreSet() {
        Zone berlin = zone("Europe/Berlin");
        is("2026-03-28T23:00:00Z", "2026-03-29", berlin);
        is("2026-03-29T01:00:00Z", "2026-03-29 03:00", berlin);
        is("2026-10-24T22:00:00Z", "2026-10-25", berlin);
        is("2026-10-25T02:00:00Z", "2026-10-25 03:00", berlin);
        long skipped = parse("2026-03-29 02:30", berlin);
        assertTrue(Math.abs(skipped - parse("2026-03-29 03:30", berlin)) <= 3600 * SECOND, "near");
    }

    @Test
    void soLongAgo() {
        is("2026-11-28T02:27:25.5Z", "1h", Zone.UTC);
        is("2026-11-28T02:27:25.5Z", "-1h", Zone.UTC);
        is("2026-11-25T15:27:25.5Z", "2d12h", Zone.UTC);
        is("2026-11-28T03:25:55.5Z", "90", Zone.UTC);
    }

    @Test
    void labelsAndSeconds() {
        is("1999-08-24T04:04:05.7874925Z", "@4000000037c219bf2ef02e94", Zone.UTC);
        is("2001-09-09T01:46:40Z", "@1000000000", Zone.UTC);
    }

    @Test
    void whatIsNoTime() {
        for (String text : new String[] {
            "",
            "x",
            "@",
            "@x",
            "2026-13-01",
            "2026-02-30",
            "2026-00-10",
            "2026-11-28 ",
            "2026-11-28x",
            "25:00",
            "12:60",
            "12:5",
            "1:2:3",
            "2026-11-28 12:00:00.",
            "12:00 x",
            "-",
            "--1h",
            "1y",
            "@99999999999999999999",
            "2026-11-28 12:00ZZ",
            "@4000000037c219bf2ef02e9",
            "@4000000037c219bfffffffff"
        }) {
            assertEquals(PointInTime.BAD, parse(text, Zone.UTC), text);
        }
    }

    @Test
    void fieldsAndSecondsAreInverse() {
        Random random = new Random(1);
        int[] fields = new int[CivilTime.FIELDS];
        for (int i = 0; i < 20_000; i++) {
            long seconds = random.nextLong(-62_167_219_200L, 253_402_300_800L);
            assertTrue(CivilTime.fields(seconds, fields));
            LocalDateTime time = LocalDateTime.ofEpochSecond(seconds, 0, ZoneOffset.UTC);
            ByteBuilder out = new ByteBuilder(32);
            CivilTime.append(fields, ' ', out);
            assertEquals(
                    time.toLocalDate() + " "
                            + time.toLocalTime().format(java.time.format.DateTimeFormatter.ISO_LOCAL_TIME),
                    new String(out.toBytes(), StandardCharsets.US_ASCII));
            assertEquals(seconds, CivilTime.epochSeconds(fields));
        }
        assertFalse(CivilTime.fields(253_402_300_800L, fields));
        assertFalse(CivilTime.fields(Long.MIN_VALUE / 2, fields));
    }
}
