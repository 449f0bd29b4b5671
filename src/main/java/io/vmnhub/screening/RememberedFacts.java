// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.screening;

import io.vmnhub.journal.Damage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What screening remembers, in files that outlive the process: the combinations of gray listing and the queries for
 * routing information, each as far as the rules want it. Holds subscribers' numbers. Thread-safe.
 */
public final class RememberedFacts {

    private final Screening screening;
    private final FactJournal<GrayList.Triple> gray;
    private final FactJournal<Queries.Query> queries;

    /** @param folder where the files are; made when there is something to write */
    public RememberedFacts(Screening screening, Path folder) {
        this.screening = screening;
        gray = new FactJournal<>(
                folder.resolve("gray-list.journal"), screening.grayList().memory(), FactForm.TRIPLE);
        queries = new FactJournal<>(
                folder.resolve("queries.journal"), screening.queries().memory(), FactForm.QUERY);
    }

    /**
     * Remembers what is in the files, before the first message.
     *
     * @return what of them is lost
     * @throws IOException when one cannot be read: what was read before stays
     */
    public synchronized List<Damage> read() throws IOException {
        List<Damage> damages = new ArrayList<>();
        if (screening.rules().gray().persist()) {
            gray.read().flatMap(FactJournal.Reading::damage).ifPresent(damages::add);
        }
        if (screening.rules().spoofing().persist()) {
            queries.read().ifPresent(reading -> {
                reading.damage().ifPresent(damages::add);
                screening.restored(reading.complete(), reading.stopped());
            });
        }
        return damages;
    }

    /** Writes what has changed since the last time: to be called once or twice a second. */
    public synchronized void write() throws IOException {
        if (screening.rules().gray().persist()) {
            gray.write(Completeness.NEVER);
        } else {
            gray.drop();
        }
        if (screening.rules().spoofing().persist()) {
            queries.write(screening.queries().complete());
        } else {
            queries.drop();
        }
    }

    /** Writes everything, and that nothing follows. To be called after the last message. */
    public synchronized void close() throws IOException {
        write();
        if (screening.rules().gray().persist()) {
            gray.close(Completeness.NEVER);
        }
        if (screening.rules().spoofing().persist()) {
            queries.close(screening.queries().complete());
        }
    }
}
