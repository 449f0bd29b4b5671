// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.sqlbatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmnhub.component.sqlbatch.BatchStatement.Parameter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchStatementTest {

    private static List<String> texts(BatchStatement statement) {
        return statement.parameters().stream().map(Parameter::text).toList();
    }

    @Test
    void namesBecomeQuestionMarksInTheirOrder() {
        BatchStatement statement = BatchStatement.parse("insert into t values (:messageId,:#text, :?text)");
        assertThat(statement.sql()).isEqualTo("insert into t values (?,?, ?)");
        assertThat(texts(statement)).containsExactly("messageId", "text", "text");
        assertThat(statement.parameters()).extracting(Parameter::plain).containsExactly(true, false, false);
    }

    @Test
    void expressionsEndWithTheirOwnBrace() {
        BatchStatement statement = BatchStatement.parse(
                "insert into t values (:#${header.a}, :#${headers[${header.b}]},:#$simple{body.text})");
        assertThat(statement.sql()).isEqualTo("insert into t values (?, ?,?)");
        assertThat(texts(statement)).containsExactly("${header.a}", "${headers[${header.b}]}", "$simple{body.text}");
        assertThat(statement.parameters()).allMatch(Parameter::isExpression);
    }

    @Test
    void quotesCommentsAndCastsAreLeftAlone() {
        String sql = "insert /* :a ? */ into \"t:b?#\" values ('it''s :c ? #1', :json::jsonb, '12:30') -- :d ?\n";
        BatchStatement statement = BatchStatement.parse(sql);
        assertThat(statement.sql()).isEqualTo(sql.replace(":json::", "?::"));
        assertThat(texts(statement)).containsExactly("json");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "insert into t values (?, :text)|question mark at 22",
                "insert into t values (#, :text)|a parameter # without a name",
                "insert into t values (:#, :text)|a parameter without a name at 22",
                "insert into t values (:#${header.a, :text)|the expression that begins at 25 has no closing brace",
                "insert into t select a from u where b in (:#in:list)|:#in: at 42",
                "insert into t values (\":?text\", :text)|camel-sql reads the statement as"
            })
    void whatABatchCannotHaveIsRefusedWithItsPlace(String statement, String reason) {
        assertThatThrownBy(() -> BatchStatement.parse(statement))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }
}
