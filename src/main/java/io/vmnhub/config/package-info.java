/**
 * The YAML files of {@code config/} as validated records. A file is read in five steps, each of which reports
 * everything it finds with its line: {@link io.vmnhub.config.YamlFile} (syntax), {@code Placeholders},
 * {@code FileSchema} (JSON Schema), a {@code Binding} (records), and the binding's own consistency checks. A new file
 * needs a schema in {@code config/schema} and one {@code Binding}.
 */
package io.vmnhub.config;
