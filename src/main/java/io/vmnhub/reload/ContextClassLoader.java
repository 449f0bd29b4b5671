// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.reload;

/** Another context class loader of the current thread, until it is closed. */
final class ContextClassLoader implements AutoCloseable {

    private final ClassLoader before;

    private ContextClassLoader(ClassLoader before) {
        this.before = before;
    }

    static ContextClassLoader of(ClassLoader loader) {
        ContextClassLoader scope = same();
        Thread.currentThread().setContextClassLoader(loader);
        return scope;
    }

    /** The one that the thread has; what changes it meanwhile is undone. */
    static ContextClassLoader same() {
        return new ContextClassLoader(Thread.currentThread().getContextClassLoader());
    }

    @Override
    public void close() {
        Thread.currentThread().setContextClassLoader(before);
    }
}
