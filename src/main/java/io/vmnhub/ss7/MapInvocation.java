package io.vmnhub.ss7;

/**
 * One invoke that waits for its answer. Thread-safe: any thread may answer, once.
 */
public interface MapInvocation {

    Dialogue dialogue();

    MapRequest request();

    /**
     * Sends the answer, in the form that the dialogue's version has for it. Answers of one dialogue leave in the order of their
     * invokes.
     *
     * @return false when the invoke had been answered already or its dialogue has ended; nothing is sent then
     */
    boolean answer(MapAnswer answer);
}
