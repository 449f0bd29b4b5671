// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.cli;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The manual page of a command in the language of {@code man} (man(7)), made from what its help says. */
final class ManualPage {

    private final StringBuilder page = new StringBuilder();
    private final CommandLine command;
    private final CommandSpec spec;

    ManualPage(CommandLine command) {
        this.command = command;
        this.spec = command.getCommandSpec();
    }

    /** The page's name without its section: {@code vmn-hub-check}. */
    String name() {
        return spec.qualifiedName("-");
    }

    String text() {
        List<String> description = sentences(spec.usageMessage().description());
        page.append(".TH \"").append(name().toUpperCase(Locale.ROOT)).append("\" 1 \"\" \"VMN Hub\"\n");
        section("NAME");
        line(name() + " - " + lowerFirst(description.isEmpty() ? name() : firstSentence(description.get(0))));
        section("SYNOPSIS");
        line(new Help(spec, Help.defaultColorScheme(Ansi.OFF))
                .synopsis(0)
                .strip()
                .replaceAll("\\s+", " "));
        section("DESCRIPTION");
        paragraphs(spec.usageMessage().description());
        options();
        commands();
        if (spec.usageMessage().footer().length > 0) {
            section("NOTES");
            paragraphs(spec.usageMessage().footer());
        }
        section("FILES");
        line("config, routes and connectors in the hub's folder; the documentation in its folder docs.");
        return page.toString();
    }

    private void options() {
        List<OptionSpec> options =
                spec.options().stream().filter(option -> !option.hidden()).toList();
        if (options.isEmpty() && spec.positionalParameters().isEmpty()) {
            return;
        }
        section("OPTIONS");
        for (PositionalParamSpec parameter : spec.positionalParameters()) {
            item(parameter.paramLabel(), parameter);
        }
        for (OptionSpec option : options) {
            String value = option.arity().max() == 0 ? "" : "=" + option.paramLabel();
            item(String.join(", ", option.names()) + value, option);
        }
    }

    private void item(String head, ArgSpec argument) {
        page.append(".TP\n.B ").append(escaped(head)).append('\n');
        sentences(argument.description()).forEach(this::line);
    }

    private void commands() {
        Map<String, CommandLine> commands = command.getSubcommands();
        if (commands.isEmpty()) {
            return;
        }
        section("COMMANDS");
        for (CommandLine sub : commands.values()) {
            CommandSpec one = sub.getCommandSpec();
            if (!one.usageMessage().hidden()) {
                page.append(".TP\n.B ").append(escaped(one.name())).append('\n');
                sentences(one.usageMessage().description()).stream().findFirst().ifPresent(this::line);
            }
        }
    }

    private void section(String title) {
        page.append(".SH ").append(title).append('\n');
    }

    /** An empty line begins a paragraph. */
    private void paragraphs(String[] lines) {
        boolean first = true;
        for (String text : lines) {
            List<String> sentences = sentences(new String[] {text});
            if (sentences.isEmpty() && !first) {
                page.append(".PP\n");
            }
            first = false;
            sentences.forEach(this::line);
        }
    }

    private void line(String text) {
        page.append(escaped(text)).append('\n');
    }

    /** The lines of a help text with picocli's variables and markup resolved; empty lines are left out. */
    private List<String> sentences(String[] lines) {
        return List.of(lines).stream()
                .flatMap(line -> Ansi.OFF.string(String.format(line)).lines())
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
    }

    private static String firstSentence(String text) {
        int end = text.indexOf(". ");
        String first = end < 0 ? text : text.substring(0, end);
        return first.endsWith(".") ? first.substring(0, first.length() - 1) : first;
    }

    private static String lowerFirst(String text) {
        return Character.toLowerCase(text.charAt(0)) + text.substring(1);
    }

    /** In man(7) a backslash escapes, a minus that is typed is {@code \-}, and a line must not begin with a dot. */
    private static String escaped(String text) {
        String plain = text.replace("\\", "\\e").replace("-", "\\-");
        return plain.startsWith(".") || plain.startsWith("'") ? "\\&" + plain : plain;
    }
}
