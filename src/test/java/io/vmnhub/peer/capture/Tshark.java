// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.peer.capture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Wireshark's opinion of a {@link Capture}. A test that needs it says {@code @NeedsPeer(Peer.TSHARK)}. */
public final class Tshark {

    private static final String FROM_HUB = "ip.src==" + Capture.HUB;
    /** Expert severities: 0x600000 is warning, 0x800000 error. */
    private static final String COMPLAINT = "(_ws.malformed || _ws.expert.severity >= 0x600000)";
    /**
     * SCTP is made up by the capture, and M3UA DATA without a DAVA before it is not a fault: only the layers above
     * count.
     */
    private static final String OURS = "(m3ua || sccp || tcap || gsm_map || gsm_sms || data)";

    private final Path file;

    public Tshark(Path file) {
        this.file = file;
    }

    public static boolean available() {
        try {
            return run(List.of("tshark", "--version")).exit == 0;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    /**
     * Frames sent by the hub that are malformed or have an expert warning or error: number, protocols, what is wrong.
     */
    public List<String> complaintsAboutHub() {
        return complaints(FROM_HUB);
    }

    public List<String> complaintsAboutSmsc() {
        return complaints("ip.src==" + Capture.SMSC);
    }

    private List<String> complaints(String side) {
        List<String> found = new ArrayList<>();
        for (List<String> row : fields(
                side + " && " + OURS + " && " + COMPLAINT, "frame.number", "frame.protocols", "_ws.expert.message")) {
            found.add("frame " + String.join(" ", row));
        }
        return found;
    }

    /** Frames sent by the hub. */
    public int framesFromHub() {
        return fields(FROM_HUB, "frame.number").size();
    }

    /** A row for each frame that the display filter takes: the values of the fields, several joined by commas. */
    public List<List<String>> fields(String filter, String... names) {
        List<String> command =
                new ArrayList<>(List.of("tshark", "-n", "-r", file.toString(), "-Y", filter, "-T", "fields"));
        for (String name : names) {
            command.addAll(List.of("-e", name));
        }
        Run run = run(command);
        if (run.exit != 0) {
            throw new IllegalStateException("tshark ended with " + run.exit + ": " + run.err);
        }
        return run.out.lines().map(line -> Arrays.asList(line.split("\t", -1))).toList();
    }

    /** The whole tree of the frames that the filter takes, for a failure's message. */
    public String describe(String filter) {
        return run(List.of(
                        "tshark",
                        "-n",
                        "-r",
                        file.toString(),
                        "-Y",
                        filter,
                        "-V",
                        "-O",
                        "m3ua,sccp,tcap,gsm_map,gsm_sms"))
                .out;
    }

    private record Run(int exit, String out, String err) {}

    private static Run run(List<String> command) {
        try {
            Path errors = java.nio.file.Files.createTempFile("tshark", ".err");
            Process process =
                    new ProcessBuilder(command).redirectError(errors.toFile()).start();
            process.getOutputStream().close();
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int exit = process.waitFor();
            String err = java.nio.file.Files.readString(errors);
            java.nio.file.Files.delete(errors);
            return new Run(exit, out, err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while tshark ran", e);
        }
    }
}
