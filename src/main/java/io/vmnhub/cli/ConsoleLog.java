// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.cli;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.AppenderAttachable;
import java.util.Iterator;
import org.slf4j.LoggerFactory;

/** Where log lines go in a command whose standard output is its result. */
final class ConsoleLog {

    private ConsoleLog() {}

    /** From now on, whatever {@code config/logback.xml} writes to standard output goes to standard error. */
    static void toStandardError() {
        if (LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME) instanceof Logger root) {
            redirect(root.iteratorForAppenders());
        }
    }

    private static void redirect(Iterator<Appender<ILoggingEvent>> appenders) {
        while (appenders.hasNext()) {
            Appender<ILoggingEvent> appender = appenders.next();
            if (appender instanceof ConsoleAppender<ILoggingEvent> console) {
                console.stop();
                console.setTarget("System.err");
                console.start();
            } else if (appender instanceof AppenderAttachable<?> group) {
                @SuppressWarnings("unchecked")
                AppenderAttachable<ILoggingEvent> behind = (AppenderAttachable<ILoggingEvent>) group;
                redirect(behind.iteratorForAppenders());
            }
        }
    }
}
