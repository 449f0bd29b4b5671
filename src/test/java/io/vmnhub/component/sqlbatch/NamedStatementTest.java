package io.vmnhub.component.sqlbatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class NamedStatementTest {

    @Test
    void namesBecomeQuestionMarksInTheirOrder() {
        NamedStatement statement = NamedStatement.parse("insert into t values (:messageId,:text, :text)");
        assertThat(statement.sql()).isEqualTo("insert into t values (?,?, ?)");
        assertThat(statement.names()).containsExactly("messageId", "text", "text");
    }

    @Test
    void quotesCommentsAndCastsAreLeftAlone() {
        String sql = "insert /* :a ? */ into \"t:b?\" values ('it''s :c ?', :json::jsonb, '12:30') -- :d ?\n";
        NamedStatement statement = NamedStatement.parse(sql);
        assertThat(statement.sql()).isEqualTo(sql.replace(":json::", "?::"));
        assertThat(statement.names()).containsExactly("json");
    }

    @Test
    void aQuestionMarkIsRefusedBecauseItWouldShiftTheParameters() {
        assertThatThrownBy(() -> NamedStatement.parse("insert into t values (?, :text)")).hasMessageContaining("question mark at 22");
    }
}
