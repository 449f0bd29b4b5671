// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.sms;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * TP-SCTS: seven octets of swapped digits, YY MM DD hh mm ss and quarter hours (TS 23.040 clause 9.2.3.11). Stateless.
 */
final class TimestampCoding {

    static final int OCTETS = 7;

    /** Two-digit years from here on are of the 1990s, when the service began; those before it are of the 2000s. */
    private static final int FIRST_YEAR = 90;

    private static final int SECONDS_OF_QUARTER = 900;
    private static final int NO_NUMBER = -1;

    /** Empty when the octets are not a date, and for offsets that no clock has: java.time ends at 18 hours. */
    Optional<OffsetDateTime> decode(byte[] octets) {
        int[] fields = new int[OCTETS];
        for (int i = 0; i < OCTETS; i++) {
            boolean zone = i == OCTETS - 1;
            fields[i] = number(zone ? octets[i] & 0xF7 : octets[i]);
            if (fields[i] == NO_NUMBER) {
                return Optional.empty();
            }
        }
        int quarters = (octets[OCTETS - 1] & 0x08) == 0 ? fields[6] : -fields[6];
        int year = fields[0] < FIRST_YEAR ? 2000 + fields[0] : 1900 + fields[0];
        if (!isTime(fields) || Math.abs(quarters) * SECONDS_OF_QUARTER > ZoneOffset.MAX.getTotalSeconds()) {
            return Optional.empty();
        }
        try {
            LocalDateTime time = LocalDateTime.of(year, fields[1], fields[2], fields[3], fields[4], fields[5]);
            return Optional.of(time.atOffset(ZoneOffset.ofTotalSeconds(quarters * SECONDS_OF_QUARTER)));
        } catch (DateTimeException e) {
            return Optional.empty(); // 30 February and its like
        }
    }

    /**
     * Seven zero octets, which are not a date, when there is none. An offset between two quarter hours moves to the one
     * before.
     *
     * @throws IllegalArgumentException when the year is not within 1990 to 2089
     */
    byte[] encode(Optional<OffsetDateTime> timestamp) {
        byte[] octets = new byte[OCTETS];
        if (timestamp.isEmpty()) {
            return octets;
        }
        int quarters = Math.floorDiv(timestamp.get().getOffset().getTotalSeconds(), SECONDS_OF_QUARTER);
        OffsetDateTime time =
                timestamp.get().withOffsetSameInstant(ZoneOffset.ofTotalSeconds(quarters * SECONDS_OF_QUARTER));
        if (time.getYear() < 1900 + FIRST_YEAR || time.getYear() >= 2000 + FIRST_YEAR) {
            throw new IllegalArgumentException(
                    "service centre timestamp's year " + time.getYear() + " is not within 1990..2089");
        }
        octets[0] = semiOctets(time.getYear() % 100);
        octets[1] = semiOctets(time.getMonthValue());
        octets[2] = semiOctets(time.getDayOfMonth());
        octets[3] = semiOctets(time.getHour());
        octets[4] = semiOctets(time.getMinute());
        octets[5] = semiOctets(time.getSecond());
        octets[6] = (byte) (semiOctets(Math.abs(quarters)) | (quarters < 0 ? 0x08 : 0));
        return octets;
    }

    private static boolean isTime(int[] fields) {
        return fields[1] >= 1
                && fields[1] <= 12
                && fields[2] >= 1
                && fields[2] <= 31
                && fields[3] < 24
                && fields[4] < 60
                && fields[5] < 60;
    }

    private static int number(int octet) {
        int tens = octet & 0xF;
        int units = octet >> 4 & 0xF;
        return tens > 9 || units > 9 ? NO_NUMBER : tens * 10 + units;
    }

    private static byte semiOctets(int number) {
        return (byte) (number / 10 | number % 10 << 4);
    }
}
