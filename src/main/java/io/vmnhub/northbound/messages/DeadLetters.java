package io.vmnhub.northbound.messages;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vmnhub.sms.ShortMessage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Long messages that could not be delivered, each a file {@code <id>.json} with its JSON form in a folder of its application. There are at
 * most so many; the oldest go first. Thread-safe.
 */
final class DeadLetters {

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);

    private final Path folder;
    private final ObjectMapper mapper;
    private final int most;
    private int count = -1;

    DeadLetters(Path folder, ObjectMapper mapper, int most) {
        this.folder = folder;
        this.mapper = mapper;
        this.most = most;
    }

    /** The message is on the disk when this returns. @throws IOException when it is not */
    synchronized void put(String application, ShortMessage message, String reason) throws IOException {
        Path place = Files.createDirectories(folder.resolve(application));
        Path file = place.resolve(message.id() + ".json");
        Path unfinished = place.resolve(message.id() + ".part");
        try (FileChannel channel = FileChannel.open(unfinished, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING)) {
            channel.write(ByteBuffer.wrap(mapper.writeValueAsBytes(message)));
            channel.force(true);
        }
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        LOG.warn("SMS {} for application {} is a dead letter: {}", message.id(), application, reason);
        count = count < 0 ? files().size() : count + 1;
        if (count > most) {
            List<Path> oldest = files();
            for (Path old : oldest.subList(0, Math.max(0, oldest.size() - most + most / 10))) {
                Files.deleteIfExists(old);
            }
            LOG.warn("There were more than {} dead letters in {}: the oldest {} are gone", most, folder, most / 10);
            count = files().size();
        }
    }

    /** By their names, which are ids that sort by time. */
    private List<Path> files() throws IOException {
        try (Stream<Path> found = Files.walk(folder)) {
            return found.filter(file -> file.toString().endsWith(".json"))
                    .sorted(Comparator.comparing(file -> file.getFileName().toString())).toList();
        }
    }
}
