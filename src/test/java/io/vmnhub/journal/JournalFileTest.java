// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalFileTest {

    private static final List<String> RECORDS = IntStream.range(0, 20)
            .mapToObj(i -> "record " + i + " of " + "x".repeat(i))
            .toList();

    @TempDir
    private Path folder;

    private Path path;
    private Damage damage;

    @BeforeEach
    void name() {
        path = folder.resolve("some.journal");
    }

    private byte[] written() throws IOException {
        try (JournalFile file = JournalFile.create(path)) {
            for (String record : RECORDS) {
                file.append(record.getBytes());
            }
            file.commit();
        }
        return Files.readAllBytes(path);
    }

    private List<String> read() throws IOException {
        List<String> found = new ArrayList<>();
        JournalFile.Opened opened = JournalFile.open(path, (offset, body) -> found.add(new String(body)));
        opened.file().close();
        damage = opened.damage().orElse(null);
        assertThat(opened.records()).isEqualTo(found.size());
        return found;
    }

    private void clear() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    void whatWasCommittedIsReadBackAndFoundAtItsPlace() throws IOException {
        long offset;
        try (JournalFile file = JournalFile.create(path)) {
            assertThat(file.isEmpty()).isTrue();
            offset = file.append("first".getBytes());
            file.append(new byte[300_000]);
            file.commit();
            assertThat(file.read(offset, 5)).asString().isEqualTo("first");
            file.append("lost".getBytes());
        }
        assertThat(read()).hasSize(2).startsWith("first");
        assertThat(damage).isNull();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-------");
    }

    @Test
    void anOctetThatIsWrongCostsOneRecordWhereverItIs() throws IOException {
        byte[] whole = written();
        for (int at = 0; at < whole.length; at += at < 64 ? 1 : 5) {
            clear();
            byte[] damaged = whole.clone();
            damaged[at] ^= 0x55;
            Files.write(path, damaged);
            List<String> found = read();
            assertThat(RECORDS).as("octet %d", at).containsAll(found);
            assertThat(found)
                    .as("octet %d", at)
                    .hasSizeGreaterThanOrEqualTo(RECORDS.size() - 1)
                    .doesNotHaveDuplicates();
            if (damage == null) {
                assertThat(found).as("octet %d", at).isEqualTo(RECORDS);
                continue;
            }
            damage.kept().ifPresent(kept -> assertThat(kept).hasBinaryContent(damaged));
            assertThat(damage.isLoss() || at > whole.length - 60)
                    .as("octet %d: all but what may be a cut off end", at)
                    .isTrue();
            assertThat(read()).as("the file is put in order").isEqualTo(found);
            assertThat(damage).isNull();
        }
    }

    @Test
    void aSectorOfZerosOrOfNoiseCostsWhatWasInIt() throws IOException {
        byte[] whole = written();
        for (byte filling : new byte[] {0, -1, 1, 'x'}) {
            for (int at = 0; at + 128 <= whole.length; at += 16) {
                clear();
                byte[] damaged = whole.clone();
                Arrays.fill(damaged, at, at + 128, filling);
                Files.write(path, damaged);
                assertThat(read()).as("%d at %d", filling, at).hasSizeGreaterThanOrEqualTo(RECORDS.size() - 7);
                assertThat(damage).isNotNull();
            }
        }
    }

    @Test
    void anEndThatWasCutOffIsRemovedAndIsNoLoss() throws IOException {
        byte[] whole = written();
        for (int length = 0; length < whole.length; length += length < 64 ? 1 : 3) {
            clear();
            Files.write(path, Arrays.copyOf(whole, length));
            List<String> found = read();
            assertThat(found).isEqualTo(RECORDS.subList(0, found.size()));
            assertThat(damage == null || !damage.isLoss())
                    .as("%d octets: %s", length, damage)
                    .isTrue();
            assertThat(read()).isEqualTo(found);
            assertThat(damage).isNull();
        }
    }

    @Test
    void whatAPartnerSendsCannotPassForARecord() throws IOException {
        byte[] forged = plain(true, List.of("forged"));
        try (JournalFile file = JournalFile.create(path)) {
            file.append("first".getBytes());
            file.append(forged);
            file.append("last".getBytes());
            file.commit();
        }
        byte[] damaged = Files.readAllBytes(path);
        damaged[16 + 16 + 5 + 8] ^= 1; // the length of the second
        Files.write(path, damaged);
        assertThat(read()).containsExactly("first", "last");
    }

    private static byte[] plain(boolean checksumFirst, List<String> records) throws IOException {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(octets);
        if (!checksumFirst) {
            out.writeInt(FileForm.MAGIC);
            out.writeInt(1);
        }
        for (String record : records) {
            CRC32 crc = new CRC32();
            crc.update(record.getBytes());
            out.writeInt(record.length());
            if (checksumFirst) {
                out.writeInt((int) crc.getValue());
            }
            out.write(record.getBytes());
            if (!checksumFirst) {
                out.writeInt((int) crc.getValue());
            }
        }
        return octets.toByteArray();
    }

    @Test
    void filesOfEarlierVersionsAreReadPastTheirDamageAndWrittenAnew() throws IOException {
        for (boolean checksumFirst : new boolean[] {true, false}) {
            clear();
            byte[] whole = plain(checksumFirst, RECORDS);
            Files.write(path, whole);
            assertThat(read()).isEqualTo(RECORDS);
            assertThat(damage).isNull();
            assertThat(read()).isEqualTo(RECORDS);
            whole[whole.length / 2] ^= 1;
            Files.write(path, whole);
            assertThat(read()).hasSize(RECORDS.size() - 1);
            assertThat(damage.places()).isEqualTo(1);
            clear();
            Files.write(path, Arrays.copyOf(whole, whole.length - 3));
            assertThat(read()).hasSize(RECORDS.size() - 2);
        }
    }

    @Test
    void aFileOfALaterVersionIsNotTouched() throws IOException {
        byte[] later = {0x56, 0x4d, 0x4e, 0x4a, 0, 0, 0, 3, 1, 2, 3};
        Files.write(path, later);
        assertThatThrownBy(this::read).isInstanceOf(IOException.class).hasMessageContaining("later version");
        assertThat(path).hasBinaryContent(later);
    }

    @Test
    void aRecordThatIsDamagedWhileTheFileIsOpenIsNotReadAsIfItWereNot() throws IOException {
        try (JournalFile file = JournalFile.create(path)) {
            long offset = file.append("some".getBytes());
            file.commit();
            byte[] damaged = Files.readAllBytes(path);
            damaged[(int) offset] ^= 1;
            Files.write(path, damaged);
            assertThatThrownBy(() -> file.read(offset, 4))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("damaged");
        }
    }

    @Test
    void ofManyDamagedFilesTheLastCopiesAreKept() throws IOException {
        for (int i = 0; i < 30; i++) {
            Files.write(path, new byte[] {1, 2, 3, 4, 5, 6, 7, 8, (byte) i});
            read();
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.count()).isBetween(2L, 21L);
        }
    }

    @Test
    void aNewFileTakesTheOldOnesPlaceWhenItIsComplete() throws IOException {
        written();
        assertThatThrownBy(() -> JournalFile.replace(path, file -> {
                    file.append("half".getBytes());
                    throw new IOException("no space left on device");
                }))
                .isInstanceOf(IOException.class);
        assertThat(read()).isEqualTo(RECORDS);
        JournalFile.replace(path, file -> file.append("new".getBytes())).close();
        assertThat(read()).containsExactly("new");
    }
}
