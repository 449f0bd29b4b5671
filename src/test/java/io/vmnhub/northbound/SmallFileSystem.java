package io.vmnhub.northbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A file system of 80 MB at a folder, mounted in a namespace that ends with the program; the test is skipped where that is not allowed. */
public final class SmallFileSystem {

    /** Somebody else's file takes the most of it. */
    public static final String NEARLY_FULL = "head -c 50000000 /dev/zero > \"$0/somebody-elses\" && ";

    private static final String MOUNT = "mount -t tmpfs -o size=80m tmpfs \"$0\" && ";

    private final Path disk;

    public SmallFileSystem(Path disk) {
        this.disk = disk;
    }

    private Process inNamespace(String command, List<String> arguments) throws IOException {
        List<String> words = new ArrayList<>(List.of("unshare", "-rm", "sh", "-c", MOUNT + command, disk.toString()));
        words.addAll(arguments);
        return new ProcessBuilder(words).redirectErrorStream(true).start();
    }

    private boolean mayMount() throws InterruptedException {
        try {
            return inNamespace("true", List.of()).waitFor() == 0;
        } catch (IOException e) {
            return false; // no such program here
        }
    }

    /** What a main class prints, whose first argument is the folder. */
    public String run(Class<?> program, String prepare, String scenario) throws Exception {
        assumeTrue(mayMount(), "this user may not mount a file system in a namespace");
        Process process = inNamespace(prepare + "exec \"$@\"", List.of(ProcessHandle.current().info().command().orElseThrow(), "-Xmx512m", "-cp",
                System.getProperty("java.class.path"), program.getName(), disk.toString(), scenario));
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
        return said;
    }
}
