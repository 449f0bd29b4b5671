// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.numbering;

import io.vmnhub.journal.ChangeFile;
import io.vmnhub.journal.SharedLines;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The states that operators give numbers and applications while the hub runs. They count more than the configuration,
 * whatever that says later, until they are taken back, and stay over a restart: each change is on the disk before it
 * returns. Bounded; thread-safe.
 */
public final class StatesInForce implements SharedLines {

    static final int MOST = 100_000;

    private static final String NUMBER = "number";
    private static final String APPLICATION = "application";
    private static final String TAKEN_BACK = "-";

    private final NumberPlan plan;
    private final ChangeFile file;
    private final Clock clock;
    private final Map<String, StateChange> numbers = new LinkedHashMap<>();
    private final Map<String, StateChange> disabled = new LinkedHashMap<>();

    /**
     * Puts what was changed before in force.
     *
     * @param plan has the numbers
     * @param path of the file that holds the changes; it need not be there
     * @throws IOException when it cannot be read or understood; it says the line
     */
    public StatesInForce(NumberPlan plan, Path path, Clock clock) throws IOException {
        this.plan = plan;
        this.clock = clock;
        file = new ChangeFile(
                path,
                new ChangeFile.Words(
                        "Changes of the states of numbers and applications",
                        "a change of a state",
                        "'" + NUMBER + "' or '" + APPLICATION + "', its name, the state, the time and who"));
        file.read(this::read);
        plan.change(inForce());
    }

    private void read(String[] fields) {
        Map<String, StateChange> changes = switch (fields[0]) {
            case NUMBER -> numbers;
            case APPLICATION -> disabled;
            default -> throw new IllegalArgumentException("'" + fields[0] + "' is neither number nor application");
        };
        if (fields[2].equals(TAKEN_BACK)) {
            changes.remove(fields[1]);
            return;
        }
        NumberState state = NumberState.of(fields[2])
                .orElseThrow(
                        () -> new IllegalArgumentException("'" + fields[2] + "' is none of " + NumberState.words()));
        changes.put(fields[1], new StateChange(state, Instant.parse(fields[3]), fields[4]));
    }

    @Override
    public String about(String line) {
        String[] fields = line.split("\t", -1);
        return fields[0] + " " + fields[1];
    }

    @Override
    public synchronized List<String> lines() {
        List<String> lines = new ArrayList<>();
        numbers.forEach((msisdn, change) -> lines.add(line(NUMBER, msisdn, change)));
        disabled.forEach((name, change) -> lines.add(line(APPLICATION, name, change)));
        return lines;
    }

    @Override
    public void whenChanged(Consumer<Collection<String>> listener) {
        file.whenAppended(listener);
    }

    @Override
    public synchronized void take(Collection<String> lines) throws IOException {
        Map<String, StateChange> numbersBefore = new LinkedHashMap<>(numbers);
        Map<String, StateChange> disabledBefore = new LinkedHashMap<>(disabled);
        try {
            lines.forEach(line -> read(line.split("\t", -1)));
            file.appendTaken(lines);
        } catch (IOException | RuntimeException e) {
            numbers.clear();
            numbers.putAll(numbersBefore);
            disabled.clear();
            disabled.putAll(disabledBefore);
            throw e;
        }
        plan.change(inForce());
    }

    private StateChanges inForce() {
        return new StateChanges(numbers, disabled);
    }

    /** Leaves only the changes that count in their file. */
    public synchronized void compact() throws IOException {
        file.replace(lines());
    }

    /** The numbers that were changed, by MSISDN. */
    public synchronized Map<String, StateChange> numbers() {
        return new LinkedHashMap<>(numbers);
    }

    public synchronized Optional<StateChange> ofNumber(String msisdn) {
        return Optional.ofNullable(numbers.get(msisdn));
    }

    /** Who has disabled an application, and when; empty when nobody has. */
    public synchronized Optional<StateChange> ofApplication(String application) {
        return Optional.ofNullable(disabled.get(application));
    }

    /**
     * Gives a number a state.
     *
     * @param msisdn a number of the plan, E.164 digits without plus
     * @throws IllegalArgumentException when too many have been changed
     */
    public synchronized void number(String msisdn, NumberState state, String by) throws IOException {
        if (numbers.size() >= MOST && !numbers.containsKey(msisdn)) {
            throw new IllegalArgumentException("the states of " + MOST
                    + " numbers have been changed, and no more can be; write states into config/numbers.yaml");
        }
        change(numbers, NUMBER, msisdn, Optional.of(state), by);
    }

    /**
     * Gives a number the state again that the configuration has.
     *
     * @return false when it was not changed
     */
    public synchronized boolean takeBack(String msisdn, String by) throws IOException {
        return numbers.containsKey(msisdn) && change(numbers, NUMBER, msisdn, Optional.empty(), by);
    }

    /**
     * Has the active numbers of an application suspended, as long as it is not enabled.
     *
     * @return false when they are already
     */
    public synchronized boolean disable(String application, String by) throws IOException {
        return !disabled.containsKey(application)
                && change(disabled, APPLICATION, application, Optional.of(NumberState.SUSPENDED), by);
    }

    /** @return false when it was not disabled */
    public synchronized boolean enable(String application, String by) throws IOException {
        return disabled.containsKey(application) && change(disabled, APPLICATION, application, Optional.empty(), by);
    }

    private boolean change(
            Map<String, StateChange> changes, String kind, String name, Optional<NumberState> state, String by)
            throws IOException {
        StateChange now = state.map(wanted -> new StateChange(wanted, clock.instant(), by))
                .orElse(null);
        file.append(List.of(line(kind, name, now)));
        if (now == null) {
            changes.remove(name);
        } else {
            changes.put(name, now);
        }
        plan.change(inForce());
        return true;
    }

    private static String line(String kind, String name, StateChange change) {
        return change == null
                ? ChangeFile.line(kind, name, TAKEN_BACK)
                : ChangeFile.line(kind, name, change.state().word(), change.at().toString(), change.by());
    }
}
