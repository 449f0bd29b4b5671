// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vmnhub.config.DidYouMean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CatalogCamelContext;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.NoSuchBeanException;
import org.apache.camel.NoSuchEndpointException;
import org.apache.camel.NoSuchLanguageException;
import org.apache.camel.NoTypeConversionAvailableException;
import org.apache.camel.PropertyBindingException;
import org.apache.camel.component.kamelet.FailedToCreateKameletException;
import org.apache.camel.language.simple.types.SimpleIllegalSyntaxException;

/**
 * Camel's exceptions in the words of whoever wrote the file. Values of options are not repeated: they may be secrets.
 */
public final class CamelErrorMessages {

    private static final Pattern UNKNOWN_OPTIONS =
            Pattern.compile("endpoint: ([^:]+):.*Unknown parameters=\\[\\{(.*)}]", Pattern.DOTALL);
    private static final Pattern MISSING_PROPERTIES =
            Pattern.compile("Route template (\\S+) the following mandatory parameters must be provided: (.*)");
    private static final Pattern UNKNOWN_FUNCTION = Pattern.compile("Unknown function: (\\S+)");
    private static final Pattern WRONG_FUNCTION = Pattern.compile("Valid syntax: (.+) was: (\\S+)");
    private static final Pattern OPEN =
            Pattern.compile("expected symbol (functionEnd|singleQuote|doubleQuote) but was eol");
    private static final Map<String, String> CLOSING =
            Map.of("functionEnd", "}", "singleQuote", "'", "doubleQuote", "\"");
    private static final Pattern DATA_FORMAT =
            Pattern.compile("Data format '(\\S+)' could not be created.*", Pattern.DOTALL);
    private static final Pattern SECOND_EXPRESSION =
            Pattern.compile("Field: (\\S+) has already been configured as an expression");
    private static final Pattern WRONG_REGEX = Pattern.compile("error parsing regexp: (.*)");
    private static final String OPERATORS = "; operators are ==, !=, <, <=, >, >=, =~, !=~, contains, regex, in, is, "
            + "range, startsWith, endsWith, && and ||, with a space on both sides";
    private static final Pattern OPTION_NAME = Pattern.compile("(?:^|, )([A-Za-z0-9_.-]+)=");
    private static final String ADD_A_JAR = "put the jar that has it into connectors/lib";

    private final CatalogCamelContext context;

    public CamelErrorMessages(CatalogCamelContext context) {
        this.context = context;
    }

    /** What is wrong, for one line. */
    public String sentence(Throwable failure) {
        List<Throwable> causes = causes(failure);
        Optional<String> known =
                causes.stream().map(this::known).flatMap(Optional::stream).findFirst();
        return known.orElseGet(() -> deepest(causes));
    }

    public static String noClass(String name) {
        return "there is no class " + name + ": " + ADD_A_JAR;
    }

    /** Whether the failure is a placeholder without value. */
    public static boolean isUndefinedPlaceholder(Throwable failure) {
        return causes(failure).stream()
                .anyMatch(cause -> String.valueOf(cause.getMessage()).startsWith("Property with key ["));
    }

    /** The Kamelet that cannot be made. */
    public static Optional<String> kamelet(Throwable failure) {
        return causes(failure).stream()
                .filter(FailedToCreateKameletException.class::isInstance)
                .map(cause -> ((FailedToCreateKameletException) cause).getTemplateId())
                .findFirst();
    }

    /** Whether the failure is about this step, by the text that Camel has for the step. */
    public static boolean isAbout(Throwable failure, String step) {
        return causes(failure).stream()
                .anyMatch(cause -> cause instanceof FailedToCreateRouteException
                        && String.valueOf(cause.getMessage()).contains(">>> " + step + " <<<"));
    }

    private Optional<String> known(Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        if (cause instanceof SimpleIllegalSyntaxException syntax) {
            String[] lines = message.split("\\R");
            return Optional.of("the simple expression '" + (lines.length > 1 ? lines[1].strip() : "")
                    + "' is wrong at character " + (syntax.getIndex() + 1) + ": "
                    + reason(String.valueOf(syntax.getShortMessage())));
        }
        if (cause instanceof NoSuchEndpointException missing) {
            return Optional.of(names().missingComponent(missing.getUri().split(":", 2)[0]));
        }
        if (cause instanceof NoSuchLanguageException missing) {
            return Optional.of(names().missingLanguage(missing.getLanguage()));
        }
        if (cause instanceof LinkageError) {
            return Optional.of(noClass(
                    message.replaceFirst("^Could not initialize class ", "").replace('/', '.')));
        }
        if (cause instanceof NoSuchBeanException missing) {
            String name = String.valueOf(missing.getName());
            return Optional.of(
                    name.startsWith("#class:")
                            ? noClass(name.substring(7))
                            : "there is no bean " + name + ": declare it under beans in a file of routes");
        }
        if (cause instanceof NoSuchFileException) {
            return Optional.of("there is no file " + message);
        }
        if (cause instanceof ClassNotFoundException) {
            return Optional.of(noClass(message));
        }
        if (cause instanceof NoTypeConversionAvailableException none && none.getToType() == Class.class) {
            return Optional.of(noClass(String.valueOf(none.getValue())));
        }
        Matcher format = DATA_FORMAT.matcher(message);
        if (format.matches()) {
            return Optional.of(names().missingDataFormat(format.group(1)));
        }
        Matcher second = SECOND_EXPRESSION.matcher(message);
        if (second.lookingAt()) {
            return Optional.of(second.group(1) + " is a second expression: this step has one already");
        }
        Matcher regex = WRONG_REGEX.matcher(message);
        if (regex.matches()) {
            return Optional.of("the regular expression is wrong: " + regex.group(1));
        }
        if (cause instanceof PropertyBindingException binding && binding.getPropertyName() != null) {
            return Optional.of("the option " + binding.getPropertyName() + " does not take its value"
                    + (binding.getCause() == null ? "" : ": " + sentence(binding.getCause())));
        }
        Matcher missing = MISSING_PROPERTIES.matcher(message);
        if (missing.matches()) {
            return Optional.of("Kamelet " + missing.group(1) + " needs the property " + missing.group(2));
        }
        Matcher unknown = UNKNOWN_OPTIONS.matcher(message);
        return unknown.find() && message.startsWith("Failed to resolve endpoint")
                ? Optional.of(options(unknown.group(1), unknown.group(2)))
                : Optional.empty();
    }

    private ComponentNames names() {
        return new ComponentNames(context);
    }

    /** Why Camel does not take a simple expression, and what it would take. */
    private String reason(String text) {
        Matcher wrong = WRONG_FUNCTION.matcher(text);
        if (wrong.matches()) {
            return "there is no function " + wrong.group(2)
                    + nearFunction(wrong.group(2)).orElse("; near it is " + wrong.group(1));
        }
        Matcher unknown = UNKNOWN_FUNCTION.matcher(text);
        if (unknown.matches()) {
            return "there is no function " + unknown.group(1)
                    + nearFunction(unknown.group(1)).orElse("");
        }
        Matcher open = OPEN.matcher(text);
        if (open.lookingAt()) {
            return "a " + CLOSING.get(open.group(1)) + " is missing";
        }
        return text + (text.startsWith("Unexpected token") ? OPERATORS : "");
    }

    private Optional<String> nearFunction(String name) {
        return names().simpleFunction(name).map(near -> "; did you mean " + near + "?");
    }

    private String options(String scheme, String parameters) {
        List<String> sentences = new ArrayList<>();
        Matcher names = OPTION_NAME.matcher(parameters);
        while (names.find()) {
            sentences.add(scheme + " has no option " + names.group(1)
                    + DidYouMean.question(names.group(1), optionNames(scheme)));
        }
        return String.join("; ", sentences);
    }

    private List<String> optionNames(String scheme) {
        List<String> names = new ArrayList<>();
        try {
            String schema = context.getComponentParameterJsonSchema(scheme);
            if (schema != null) {
                JsonNode properties = new ObjectMapper().readTree(schema).path("properties");
                for (Iterator<String> keys = properties.fieldNames(); keys.hasNext(); ) {
                    names.add(keys.next());
                }
            }
            return names;
        } catch (IOException e) {
            throw new UncheckedIOException("the options of the component " + scheme + " cannot be read", e);
        }
    }

    private static String deepest(List<Throwable> causes) {
        for (int i = causes.size() - 1; i > 0; i--) {
            if (causes.get(i).getMessage() != null) {
                return firstLine(causes.get(i).getMessage());
            }
        }
        return causes.get(0).getMessage() == null
                ? causes.get(0).toString()
                : firstLine(causes.get(0).getMessage());
    }

    private static String firstLine(String text) {
        return text.strip().split("\\R", 2)[0];
    }

    private static List<Throwable> causes(Throwable failure) {
        List<Throwable> causes = new ArrayList<>();
        for (Throwable cause = failure; cause != null && !causes.contains(cause); cause = cause.getCause()) {
            causes.add(cause);
        }
        return causes;
    }
}
