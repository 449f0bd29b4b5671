{{- define "vmn-hub.labels" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
{{- end }}
{{- define "vmn-hub.selector" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}
{{- /* The names of the service that applications and operators use. */ -}}
{{- define "vmn-hub.hosts" -}}
{{- $name := .Release.Name -}}
{{- $space := .Release.Namespace -}}
{{- $own := list $name (printf "%s.%s" $name $space) (printf "%s.%s.svc" $name $space) -}}
{{- $own = append $own (printf "%s.%s.svc.%s" $name $space .Values.clusterDomain) -}}
{{- join "," (concat $own .Values.hosts) -}}
{{- end }}
