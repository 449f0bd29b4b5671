// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.app;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import ch.qos.logback.core.status.Status;
import ch.qos.logback.core.status.StatusUtil;
import io.vmnhub.config.ConfigException;
import io.vmnhub.config.Finding;
import io.vmnhub.config.LiveFiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import org.apache.camel.CamelContext;
import org.slf4j.LoggerFactory;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.helpers.DefaultHandler;

/** What is logged follows {@code config/logback.xml}, where the process was started with that file. */
final class LoggingModule implements HubModule {

    private byte[] inForce = new byte[0];

    @Override
    public void join(CamelContext context, HubContext hub) throws Exception {
        Path file = hub.home().config().resolve("logback.xml");
        String started = System.getProperty("logback.configurationFile", "");
        if (!hub.listening()
                || started.isEmpty()
                || !Files.exists(file)
                || !Path.of(started).toAbsolutePath().normalize().equals(file)
                || !(LoggerFactory.getILoggerFactory() instanceof LoggerContext logging)) {
            return;
        }
        inForce = Files.readAllBytes(file);
        List<Path> more = List.of(hub.home().config().resolve("logback-file.xml"));
        hub.live().add(file, () -> more, () -> take(file, more, logging));
    }

    LiveFiles.Taken take(Path file, List<Path> more, LoggerContext logging) throws IOException {
        parse(file);
        for (Path one : more) {
            if (Files.exists(one)) {
                parse(one);
            }
        }
        byte[] changed = Files.readAllBytes(file);
        try {
            configure(logging, changed);
        } catch (JoranException e) {
            try {
                configure(logging, inForce);
            } catch (JoranException former) {
                throw new IOException("it cannot be used, nor can what was before: " + former.getMessage(), e);
            }
            throw new ConfigException(List.of(Finding.of(file, 0, e.getMessage())));
        }
        inForce = changed;
        return LiveFiles.Taken.whole("what is logged");
    }

    private static void configure(LoggerContext logging, byte[] content) throws JoranException {
        logging.reset();
        logging.getStatusManager().clear(); // what went wrong before is not this file's
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(logging);
        configurator.doConfigure(new ByteArrayInputStream(content));
        StatusUtil statuses = new StatusUtil(logging);
        if (statuses.getHighestLevel(0) >= Status.ERROR) {
            throw new JoranException(logging.getStatusManager().getCopyOfStatusList().stream()
                    .filter(status -> status.getLevel() == Status.ERROR)
                    .map(Status::getMessage)
                    .findFirst()
                    .orElse("it cannot be used"));
        }
    }

    private static void parse(Path file) throws IOException {
        try {
            SAXParserFactory factory = SAXParserFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.newSAXParser().parse(file.toFile(), new DefaultHandler());
        } catch (SAXParseException e) {
            throw new ConfigException(List.of(Finding.of(file, e.getLineNumber(), "not XML: " + e.getMessage())));
        } catch (SAXException | ParserConfigurationException e) {
            throw new ConfigException(List.of(Finding.of(file, 0, "not XML: " + e.getMessage())));
        }
    }
}
