// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import io.vmnhub.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoggingModuleTest {

    @TempDir
    private Path folder;

    private final LoggerContext logging = new LoggerContext();
    private final LoggingModule module = new LoggingModule();

    private void take(String content) throws IOException {
        Path file = folder.resolve("logback.xml");
        Files.writeString(file, content);
        module.take(file, List.of(folder.resolve("logback-file.xml")), logging);
    }

    private Level level() {
        return logging.getLogger("io.vmnhub").getLevel();
    }

    @Test
    void aChangedLevelIsInForce() throws IOException {
        take("<configuration><logger name='io.vmnhub' level='INFO'/></configuration>");
        assertThat(level()).isEqualTo(Level.INFO);
        take("<configuration><logger name='io.vmnhub' level='DEBUG'/></configuration>");
        assertThat(level()).isEqualTo(Level.DEBUG);
    }

    @Test
    void aFileThatIsNotXmlIsNamedWithItsLineAndChangesNothing() throws IOException {
        take("<configuration><logger name='io.vmnhub' level='INFO'/></configuration>");
        assertThatThrownBy(() -> take("<configuration>\n<logger name='io.vmnhub' level='DEBUG'>\n</configuration>"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("logback.xml:3")
                .hasMessageContaining("not XML");
        assertThat(level()).isEqualTo(Level.INFO);
    }

    @Test
    void aFileThatCannotBeUsedIsTakenBack() throws IOException {
        take("<configuration><logger name='io.vmnhub' level='INFO'/></configuration>");
        assertThatThrownBy(() -> take("<configuration><logger name='io.vmnhub' level='DEBUG'/>"
                        + "<appender name='x' class='no.such.Appender'/>"
                        + "<root level='INFO'><appender-ref ref='x'/></root></configuration>"))
                .isInstanceOf(ConfigException.class);
        assertThat(level()).isEqualTo(Level.INFO);
    }
}
